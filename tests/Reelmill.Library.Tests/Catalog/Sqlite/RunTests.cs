using Reelmill.Library.Catalog;

namespace Reelmill.Library.Tests.Catalog.Sqlite;

public sealed class RunTests : CatalogFixture
{
    [Fact]
    public async Task Run_ids_contain_the_time_and_sort_by_it()
    {
        var first = await Catalog.BeginRunAsync("mine", "{}");
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        var second = await Catalog.BeginRunAsync("mine", "{}");

        first.ShouldMatch("^20300101T000000000Z-[0-9a-f]{6}$");
        string.CompareOrdinal(first, second).ShouldBeLessThan(0);
    }

    [Fact]
    public async Task The_last_run_is_found_with_its_outcome()
    {
        (await Catalog.FindLastRunAsync()).ShouldBeNull();
        var id = await Catalog.BeginRunAsync("mine", """{"every":1}""");
        (await Catalog.FindLastRunAsync())!.State.ShouldBe(RunState.Running);
        Clock.Advance(TimeSpan.FromSeconds(2));

        await Catalog.FinishRunAsync(id, RunState.Done, """{"done":1}""", "[]");

        var run = (await Catalog.FindLastRunAsync())!;
        run.ShouldBe(new Run
        {
            Id = id,
            Pipeline = "mine",
            State = RunState.Done,
            Options = """{"every":1}""",
            Summary = """{"done":1}""",
            Timeline = "[]",
            StartedMs = run.StartedMs,
            EndedMs = run.StartedMs + 2000,
        });
    }

    [Fact]
    public async Task The_last_run_of_a_pipeline_is_found_among_runs_of_others()
    {
        var mine = await Catalog.BeginRunAsync("mine", "{}");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Catalog.BeginRunAsync("chunk", "{}");

        (await Catalog.FindLastRunAsync("mine"))!.Id.ShouldBe(mine);
        (await Catalog.FindLastRunAsync("hls")).ShouldBeNull();
    }

    [Fact]
    public async Task Ending_an_unknown_run_is_an_error() =>
        (await Should.ThrowAsync<LibraryException>(Catalog.FinishRunAsync("nope", RunState.Failed, null, null))).Code.ShouldBe("run_unknown");
}
