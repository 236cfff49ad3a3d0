//! A model and its schema → the text of every file of a generated workspace. Pure: nothing here touches the disk.
