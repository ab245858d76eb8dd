namespace Reelmill.Library.Tests.Catalog.Sqlite;

public sealed class ChunkTests : CatalogFixture
{
    [Fact]
    public async Task A_chunk_is_known_by_its_attempts_until_it_is_done_and_then_by_its_record()
    {
        (await Catalog.BeginChunkAsync("item", 1, "print")).ShouldBe(1);
        await Catalog.BeginChunkAsync("item", 0, "print");
        (await Catalog.ChunksAsync("item")).Select(static c => (c.Sequence, c.Record)).ShouldBe([(0, null), (1, null)]);

        await Catalog.CompleteChunkAsync("item", 1, "{}");

        (await Catalog.ChunksAsync("item")).Select(static c => (c.Sequence, c.Record)).ShouldBe([(0, null), (1, "{}")]);
        (await Catalog.ChunksAsync("other")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Attempts_count_over_restarts_while_the_fingerprint_stays()
    {
        await Catalog.BeginChunkAsync("item", 0, "print");
        await ReopenAsync();
        (await Catalog.BeginChunkAsync("item", 0, "print")).ShouldBe(2);
        await Catalog.CompleteChunkAsync("item", 0, "{}");

        (await Catalog.BeginChunkAsync("item", 0, "other print")).ShouldBe(1);
        (await Catalog.ChunksAsync("item")).Single().Record.ShouldBeNull();
    }

    [Fact]
    public async Task Chunks_past_the_end_of_a_new_plan_are_forgotten()
    {
        for (var i = 0; i < 5; i++)
        {
            await Catalog.BeginChunkAsync("item", i, "print");
        }

        (await Catalog.TrimChunksAsync("item", 2)).ShouldBe(3);
        (await Catalog.ChunksAsync("item")).Select(static c => c.Sequence).ShouldBe([0, 1]);
    }
}
