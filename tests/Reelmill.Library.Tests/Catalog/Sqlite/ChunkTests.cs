namespace Reelmill.Library.Tests.Catalog.Sqlite;

public sealed class ChunkTests : CatalogFixture
{
    [Fact]
    public async Task A_chunk_has_no_record_until_it_is_done()
    {
        (await Catalog.BeginChunkAsync("item", 1, "print")).ShouldBe(1);
        await Catalog.BeginChunkAsync("item", 0, "print");
        (await Catalog.ChunksAsync("item")).Select(static c => (c.Sequence, c.Record)).ShouldBe([(0, null), (1, null)]);

        await Catalog.CompleteChunkAsync("item", 1, "{}");

        (await Catalog.ChunksAsync("item")).Select(static c => (c.Sequence, c.Record)).ShouldBe([(0, null), (1, "{}")]);
        (await Catalog.ChunksAsync("other")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Attempts_add_up_over_restarts_until_the_fingerprint_changes()
    {
        await Catalog.BeginChunkAsync("item", 0, "print");
        await ReopenAsync();
        (await Catalog.BeginChunkAsync("item", 0, "print")).ShouldBe(2);
        await Catalog.CompleteChunkAsync("item", 0, "{}");

        (await Catalog.BeginChunkAsync("item", 0, "other print")).ShouldBe(1);
        (await Catalog.ChunksAsync("item")).Single().Record.ShouldBeNull();
    }

    [Fact]
    public async Task Chunks_beyond_the_end_of_a_new_plan_are_deleted()
    {
        for (var i = 0; i < 5; i++)
        {
            await Catalog.BeginChunkAsync("item", i, "print");
        }

        (await Catalog.TrimChunksAsync("item", 2)).ShouldBe(3);
        (await Catalog.ChunksAsync("item")).Select(static c => c.Sequence).ShouldBe([0, 1]);
    }
}
