"""First schema."""

import sqlalchemy as sa
from alembic import op
from bot.storage.types import LocalDate, LocalTime, UTCDateTime, UTCSeconds

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('articles',
    sa.Column('n', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), server_default='', nullable=False),
    sa.Column('outlet', sa.Text(), server_default='', nullable=False),
    sa.Column('outlet_id', sa.String(), nullable=True),
    sa.Column('place', sa.String(), nullable=True),
    sa.Column('byline', sa.Text(), server_default='', nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('links', sa.Text(), server_default='', nullable=False),
    sa.Column('categories', sa.Text(), server_default='', nullable=False),
    sa.Column('published_at', UTCDateTime(), nullable=False),
    sa.Column('updated_at', UTCDateTime(), nullable=True),
    sa.Column('first_seen_at', UTCDateTime(), nullable=False),
    sa.Column('seen_on_add', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('content_sha256', sa.LargeBinary(), nullable=False),
    sa.Column('is_private', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.PrimaryKeyConstraint('n', name=op.f('pk_articles')),
    sa.UniqueConstraint('id', name=op.f('uq_articles_id'))
    )
    op.create_index(op.f('ix_articles_first_seen_at'), 'articles', ['first_seen_at'], unique=False)
    op.create_index(op.f('ix_articles_published_at'), 'articles', ['published_at'], unique=False)
    op.create_table('audit',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('workspace_id', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('action', sa.String(), nullable=False),
    sa.Column('subject', sa.Text(), server_default='', nullable=False),
    sa.Column('detail', sa.Text(), server_default='', nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit'))
    )
    op.create_index('ix_audit_workspace', 'audit', ['workspace_id', 'at'], unique=False)
    op.create_table('corrections',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('workspace_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('objects', sa.Text(), server_default='', nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('made_at', UTCDateTime(), nullable=False),
    sa.Column('undone_at', UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_corrections'))
    )
    op.create_index(op.f('ix_corrections_workspace_id'), 'corrections', ['workspace_id'], unique=False)
    op.create_table('deliveries',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('subscription_id', sa.String(), nullable=True),
    sa.Column('workspace_id', sa.String(), nullable=False),
    sa.Column('channel_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('local_on', LocalDate(), nullable=False),
    sa.Column('part', sa.Integer(), nullable=False),
    sa.Column('parent_id', sa.String(), nullable=True),
    sa.Column('due_at', UTCDateTime(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('payload', sa.Text(), server_default='', nullable=False),
    sa.Column('since_at', UTCDateTime(), nullable=True),
    sa.Column('cutoff_at', UTCDateTime(), nullable=True),
    sa.Column('fence', sa.Integer(), nullable=False),
    sa.Column('intent_at', UTCDateTime(), nullable=True),
    sa.Column('lease_until_at', UTCDateTime(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_attempt_at', UTCDateTime(), nullable=True),
    sa.Column('message_ts', sa.Text(), server_default='', nullable=False),
    sa.Column('sent_at', UTCDateTime(), nullable=True),
    sa.Column('reason', sa.Text(), server_default='', nullable=False),
    sa.Column('wake_at', UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deliveries')),
    sa.UniqueConstraint('subscription_id', 'local_on', 'kind', 'part', name=op.f('uq_deliveries_subscription_id_local_on_kind_part'))
    )
    op.create_index('ix_deliveries_channel', 'deliveries', ['workspace_id', 'channel_id', 'due_at'], unique=False)
    op.create_index('ix_deliveries_due', 'deliveries', ['due_at'], unique=False)
    op.create_index('ix_deliveries_parent', 'deliveries', ['parent_id'], unique=False)
    op.create_index('ix_deliveries_wake', 'deliveries', ['wake_at'], unique=False, sqlite_where=sa.text('wake_at IS NOT NULL'), postgresql_where=sa.text('wake_at IS NOT NULL'))
    op.create_table('feeds',
    sa.Column('n', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('imported_url', sa.Text(), nullable=False),
    sa.Column('outlet', sa.Text(), server_default='', nullable=False),
    sa.Column('outlet_id', sa.String(), nullable=True),
    sa.Column('title', sa.Text(), server_default='', nullable=False),
    sa.Column('place', sa.String(), nullable=True),
    sa.Column('level', sa.String(), nullable=True),
    sa.Column('packs', sa.Text(), nullable=False),
    sa.Column('html_url', sa.Text(), server_default='', nullable=False),
    sa.Column('excerpt_chars', sa.SmallInteger(), nullable=False),
    sa.Column('workspace_id', sa.String(), server_default='', nullable=False),
    sa.Column('paused', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('added_at', UTCDateTime(), nullable=False),
    sa.Column('removed_at', UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('n', name=op.f('pk_feeds')),
    sa.UniqueConstraint('id', name=op.f('uq_feeds_id'))
    )
    op.create_index('ix_feeds_url', 'feeds', ['url'], unique=False)
    op.create_index('uq_feeds_url', 'feeds', ['workspace_id', 'url'], unique=True, sqlite_where=sa.text('removed_at IS NULL'), postgresql_where=sa.text('removed_at IS NULL'))
    op.create_table('follows',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('workspace_id', sa.String(), nullable=False),
    sa.Column('owner', sa.String(), nullable=False),
    sa.Column('target_kind', sa.String(), nullable=False),
    sa.Column('target', sa.Text(), nullable=False),
    sa.Column('label', sa.Text(), server_default='', nullable=False),
    sa.Column('muted', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('where', sa.Text(), server_default='', nullable=False),
    sa.Column('until_at', UTCDateTime(), nullable=True),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_follows')),
    sa.UniqueConstraint('workspace_id', 'owner', 'target_kind', 'target', 'muted', name=op.f('uq_follows_workspace_id_owner_target_kind_target_muted'))
    )
    op.create_index('ix_follows_target', 'follows', ['target_kind', 'target'], unique=False)
    op.create_table('gone_keys',
    sa.Column('key', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('gone_at', UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_gone_keys'))
    )
    op.create_index(op.f('ix_gone_keys_gone_at'), 'gone_keys', ['gone_at'], unique=False)
    op.create_table('installations',
    sa.Column('workspace_id', sa.String(), nullable=False),
    sa.Column('user_id', sa.String(), nullable=False),
    sa.Column('installed_at', UTCDateTime(), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.Column('tokens', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'user_id', name=op.f('pk_installations'))
    )
    op.create_table('leases',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('owner', sa.String(), nullable=False),
    sa.Column('until_at', UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_leases'))
    )
    op.create_table('meta',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_meta'))
    )
    op.create_table('once',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('expires_at', UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_once'))
    )
    op.create_index(op.f('ix_once_expires_at'), 'once', ['expires_at'], unique=False)
    op.create_table('pauses',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('until_at', UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_pauses'))
    )
    op.create_table('quotas',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('window_at', UTCDateTime(), nullable=False),
    sa.Column('used', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('key', 'window_at', name=op.f('pk_quotas')),
    sqlite_with_rowid=False
    )
    op.create_table('reading_versions',
    sa.Column('n', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('version', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('n', name=op.f('pk_reading_versions')),
    sa.UniqueConstraint('version', name=op.f('uq_reading_versions_version'))
    )
    op.create_table('stories',
    sa.Column('n', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('first_at', UTCDateTime(), nullable=False),
    sa.Column('last_at', UTCDateTime(), nullable=False),
    sa.Column('continues', sa.String(), nullable=True),
    sa.Column('region', sa.String(), server_default='', nullable=False),
    sa.Column('updated_at', UTCDateTime(), nullable=False),
    sa.Column('merged_into', sa.String(), nullable=True),
    sa.Column('merged_at', UTCDateTime(), nullable=True),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('n', name=op.f('pk_stories')),
    sa.UniqueConstraint('id', name=op.f('uq_stories_id'))
    )
    op.create_index(op.f('ix_stories_last_at'), 'stories', ['last_at'], unique=False)
    op.create_index(op.f('ix_stories_updated_at'), 'stories', ['updated_at'], unique=False)
    op.create_table('subjects',
    sa.Column('n', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('name', sa.Text(), server_default='', nullable=False),
    sa.Column('data', sa.Text(), server_default='', nullable=False),
    sa.PrimaryKeyConstraint('n', name=op.f('pk_subjects')),
    sa.UniqueConstraint('id', name=op.f('uq_subjects_id'))
    )
    op.create_table('subscriptions',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('workspace_id', sa.String(), nullable=False),
    sa.Column('channel_id', sa.String(), nullable=False),
    sa.Column('places', sa.Text(), server_default='', nullable=False),
    sa.Column('topics', sa.Text(), server_default='', nullable=False),
    sa.Column('at', LocalTime(), nullable=False),
    sa.Column('zone', sa.String(), nullable=False),
    sa.Column('weekdays', sa.Text(), server_default='', nullable=False),
    sa.Column('max_stories', sa.SmallInteger(), nullable=False),
    sa.Column('quiet_day', sa.String(), nullable=False),
    sa.Column('hold_single_origin_h', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('paused_until_on', LocalDate(), nullable=True),
    sa.Column('skips', sa.Text(), server_default='', nullable=False),
    sa.Column('owner', sa.Text(), server_default='', nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('next_due_at', UTCDateTime(), nullable=True),
    sa.Column('next_local_on', LocalDate(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subscriptions')),
    sa.UniqueConstraint('workspace_id', 'channel_id', name=op.f('uq_subscriptions_workspace_id_channel_id'))
    )
    op.create_index(op.f('ix_subscriptions_next_due_at'), 'subscriptions', ['next_due_at'], unique=False)
    op.create_index(op.f('ix_subscriptions_workspace_id'), 'subscriptions', ['workspace_id'], unique=False)
    op.create_table('topic_edits',
    sa.Column('n', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('workspace_id', sa.String(), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('data', sa.Text(), server_default='', nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('made_at', UTCDateTime(), nullable=False),
    sa.Column('undone_at', UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('n', name=op.f('pk_topic_edits'))
    )
    op.create_index('ix_topic_edits_slug', 'topic_edits', ['workspace_id', 'slug'], unique=False)
    op.create_table('workspaces',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('name', sa.Text(), server_default='', nullable=False),
    sa.Column('installed_at', UTCDateTime(), nullable=False),
    sa.Column('revoked_at', UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workspaces'))
    )
    op.create_table('about',
    sa.Column('subject_n', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('published_at', UTCSeconds(), nullable=False),
    sa.Column('article_n', sa.Integer(), nullable=False),
    sa.Column('is_private', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.ForeignKeyConstraint(['article_n'], ['articles.n'], name=op.f('fk_about_article_n'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('subject_n', 'published_at', 'article_n', name=op.f('pk_about')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_about_article_n'), 'about', ['article_n'], unique=False)
    op.create_table('article_feeds',
    sa.Column('article_n', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('feed_n', sa.Integer(), nullable=False),
    sa.Column('position', sa.SmallInteger(), nullable=False),
    sa.ForeignKeyConstraint(['article_n'], ['articles.n'], name=op.f('fk_article_feeds_article_n'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['feed_n'], ['feeds.n'], name=op.f('fk_article_feeds_feed_n'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('article_n', 'feed_n', name=op.f('pk_article_feeds')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_article_feeds_feed_n'), 'article_feeds', ['feed_n'], unique=False)
    op.create_table('article_keys',
    sa.Column('key', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('article_n', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['article_n'], ['articles.n'], name=op.f('fk_article_keys_article_n'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_article_keys')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_article_keys_article_n'), 'article_keys', ['article_n'], unique=False)
    op.create_table('article_versions',
    sa.Column('article_n', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('replaced_at', UTCDateTime(), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), server_default='', nullable=False),
    sa.Column('body', sa.Text(), server_default='', nullable=False),
    sa.Column('reading', sa.Text(), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['article_n'], ['articles.n'], name=op.f('fk_article_versions_article_n'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('article_n', 'replaced_at', name=op.f('pk_article_versions'))
    )
    op.create_table('bodies',
    sa.Column('article_n', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('stored_at', UTCDateTime(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['article_n'], ['articles.n'], name=op.f('fk_bodies_article_n'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('article_n', name=op.f('pk_bodies'))
    )
    op.create_index(op.f('ix_bodies_stored_at'), 'bodies', ['stored_at'], unique=False)
    op.create_table('feed_aliases',
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('feed_n', sa.Integer(), nullable=False),
    sa.Column('added_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['feed_n'], ['feeds.n'], name=op.f('fk_feed_aliases_feed_n'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('url', 'feed_n', name=op.f('pk_feed_aliases')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_feed_aliases_feed_n'), 'feed_aliases', ['feed_n'], unique=False)
    op.create_table('feed_states',
    sa.Column('feed_n', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('error', sa.Text(), server_default='', nullable=False),
    sa.Column('error_streak', sa.Integer(), nullable=False),
    sa.Column('failing_since_at', UTCDateTime(), nullable=True),
    sa.Column('owner_told_at', UTCDateTime(), nullable=True),
    sa.Column('last_polled_at', UTCDateTime(), nullable=True),
    sa.Column('last_success_at', UTCDateTime(), nullable=True),
    sa.Column('next_poll_at', UTCDateTime(), nullable=False),
    sa.Column('etag', sa.Text(), server_default='', nullable=False),
    sa.Column('last_modified', sa.Text(), server_default='', nullable=False),
    sa.Column('body_sha256', sa.Text(), server_default='', nullable=False),
    sa.Column('items_per_week', sa.Float(), nullable=False),
    sa.Column('first_read', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('moved_to', sa.Text(), server_default='', nullable=False),
    sa.Column('moved_count', sa.Integer(), nullable=False),
    sa.Column('moved_since_at', UTCDateTime(), nullable=True),
    sa.Column('lease_until_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['feed_n'], ['feeds.n'], name=op.f('fk_feed_states_feed_n'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('feed_n', name=op.f('pk_feed_states'))
    )
    op.create_index(op.f('ix_feed_states_next_poll_at'), 'feed_states', ['next_poll_at'], unique=False)
    op.create_table('readings',
    sa.Column('article_n', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('version_n', sa.Integer(), nullable=False),
    sa.Column('mentions', sa.Text(), server_default='', nullable=False),
    sa.Column('topics', sa.Text(), server_default='', nullable=False),
    sa.Column('rest', sa.Text(), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['article_n'], ['articles.n'], name=op.f('fk_readings_article_n'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('article_n', name=op.f('pk_readings'))
    )
    op.create_index(op.f('ix_readings_version_n'), 'readings', ['version_n'], unique=False)
    op.create_table('roles_seen',
    sa.Column('article_n', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('subject_n', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('seen_on', LocalDate(), nullable=False),
    sa.ForeignKeyConstraint(['article_n'], ['articles.n'], name=op.f('fk_roles_seen_article_n'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('article_n', 'position', name=op.f('pk_roles_seen')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_roles_seen_subject_n'), 'roles_seen', ['subject_n'], unique=False)
    op.create_table('statements',
    sa.Column('article_n', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('speaker_n', sa.Integer(), nullable=True),
    sa.Column('published_at', UTCDateTime(), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['article_n'], ['articles.n'], name=op.f('fk_statements_article_n'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('article_n', 'position', name=op.f('pk_statements')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_statements_speaker', 'statements', ['speaker_n', 'published_at'], unique=False, sqlite_where=sa.text('speaker_n IS NOT NULL'), postgresql_where=sa.text('speaker_n IS NOT NULL'))
    op.create_table('story_articles',
    sa.Column('story_n', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('article_n', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('joined_at', UTCDateTime(), nullable=False),
    sa.Column('left_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['article_n'], ['articles.n'], name=op.f('fk_story_articles_article_n'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['story_n'], ['stories.n'], name=op.f('fk_story_articles_story_n'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('story_n', 'article_n', 'joined_at', name=op.f('pk_story_articles')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_story_articles_article', 'story_articles', ['article_n', 'joined_at'], unique=False)
    op.create_index('uq_story_articles_current', 'story_articles', ['article_n'], unique=True, sqlite_where=sa.text('left_at IS NULL'), postgresql_where=sa.text('left_at IS NULL'))
    op.create_table('ungrouped',
    sa.Column('article_n', sa.Integer(), autoincrement=False, nullable=False),
    sa.ForeignKeyConstraint(['article_n'], ['articles.n'], name=op.f('fk_ungrouped_article_n'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('article_n', name=op.f('pk_ungrouped'))
    )
    op.create_table('unread',
    sa.Column('article_n', sa.Integer(), autoincrement=False, nullable=False),
    sa.ForeignKeyConstraint(['article_n'], ['articles.n'], name=op.f('fk_unread_article_n'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('article_n', name=op.f('pk_unread'))
    )
    op.create_table('views',
    sa.Column('n', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('story_n', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('sha256', sa.LargeBinary(), nullable=False),
    sa.Column('made_at', UTCDateTime(), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['story_n'], ['stories.n'], name=op.f('fk_views_story_n'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('n', name=op.f('pk_views')),
    sa.UniqueConstraint('story_n', 'sha256', name=op.f('uq_views_story_n_sha256'))
    )
    op.create_index(op.f('ix_views_made_at'), 'views', ['made_at'], unique=False)
    op.create_table('seen_views',
    sa.Column('subscription_id', sa.String(), nullable=False),
    sa.Column('story_id', sa.String(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('delivery_id', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('view_n', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['view_n'], ['views.n'], name=op.f('fk_seen_views_view_n'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('subscription_id', 'story_id', 'at', name=op.f('pk_seen_views')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_seen_views_delivery', 'seen_views', ['delivery_id'], unique=False)
    op.create_index(op.f('ix_seen_views_view_n'), 'seen_views', ['view_n'], unique=False)
