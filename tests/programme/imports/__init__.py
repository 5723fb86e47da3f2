"""Plan annexes and allocation lists read back from many layouts."""
