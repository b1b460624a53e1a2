"""The claim scrubber: rules over claims, and the engine that runs them."""
