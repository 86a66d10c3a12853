"""Where the coach keeps what it was told: tables, migrations, encryption and the stores."""
