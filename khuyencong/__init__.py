"""The system of record for Vietnam's industrial promotion (khuyến công). Parts in order: docs/architecture.md."""
