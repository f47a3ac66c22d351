"""The machines: proxies of the dossiers that carry the transitions."""

from django.db import migrations

from casework.migrations._together import Together


class Migration(migrations.Migration):

    dependencies = [
        ('workflows', '0001_initial'),
    ]

    operations = [
        Together(
            migrations.CreateModel(
                name='AccountQueryMachine',
                fields=[
                ],
                options={
                    'proxy': True,
                    'indexes': [],
                    'constraints': [],
                },
                bases=('casework.accountquery',),
            ),
            migrations.CreateModel(
                name='CaseMachine',
                fields=[
                ],
                options={
                    'proxy': True,
                    'indexes': [],
                    'constraints': [],
                },
                bases=('casework.case',),
            ),
            migrations.CreateModel(
                name='ComplaintMachine',
                fields=[
                ],
                options={
                    'proxy': True,
                    'indexes': [],
                    'constraints': [],
                },
                bases=('casework.complaint',),
            ),
            migrations.CreateModel(
                name='WithdrawalMachine',
                fields=[
                ],
                options={
                    'proxy': True,
                    'indexes': [],
                    'constraints': [],
                },
                bases=('casework.withdrawalrequest',),
            ),
            migrations.CreateModel(
                name='TransferMachine',
                fields=[
                ],
                options={
                    'proxy': True,
                    'indexes': [],
                    'constraints': [],
                },
                bases=('casework.transfer',),
            ),
            migrations.CreateModel(
                name='ListingMachine',
                fields=[
                ],
                options={
                    'proxy': True,
                    'indexes': [],
                    'constraints': [],
                },
                bases=('casework.blacklistentry',),
            ),
            migrations.CreateModel(
                name='PublicationMachine',
                fields=[
                ],
                options={
                    'proxy': True,
                    'indexes': [],
                    'constraints': [],
                },
                bases=('casework.publication',),
            ),
            migrations.CreateModel(
                name='RecusalMachine',
                fields=[
                ],
                options={
                    'proxy': True,
                    'indexes': [],
                    'constraints': [],
                },
                bases=('casework.recusal',),
            ),
            migrations.CreateModel(
                name='AssistanceMachine',
                fields=[
                ],
                options={
                    'proxy': True,
                    'indexes': [],
                    'constraints': [],
                },
                bases=('casework.assistance',),
            ),
            migrations.CreateModel(
                name='DepartmentTransferMachine',
                fields=[
                ],
                options={
                    'proxy': True,
                    'indexes': [],
                    'constraints': [],
                },
                bases=('casework.departmenttransfer',),
            ),
            migrations.CreateModel(
                name='SurchargeMachine',
                fields=[
                ],
                options={
                    'proxy': True,
                    'indexes': [],
                    'constraints': [],
                },
                bases=('casework.surcharge',),
            ),
            migrations.CreateModel(
                name='ReferralMachine',
                fields=[
                ],
                options={
                    'proxy': True,
                    'indexes': [],
                    'constraints': [],
                },
                bases=('casework.referral',),
            ),
        ),
    ]
