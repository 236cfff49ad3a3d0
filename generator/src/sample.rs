//! Sample data that fits the model.
