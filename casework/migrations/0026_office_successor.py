

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0025_inspection_kept'),
    ]

    operations = [
        migrations.AddField(
            model_name='office',
            name='successor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='casework.office'),
        ),
    ]
