"""Work on the local disk that blocks, colourless: async code runs it in worker threads, sync code calls it."""
