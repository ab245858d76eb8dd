using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Jobs;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Jobs;

public sealed class JobStoreTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _time = new();
    private SqliteCatalog _catalog = null!;
    private JobStore _jobs = null!;

    public ValueTask InitializeAsync()
    {
        _catalog = SqliteCatalog.Open(_folder.Path, _time);
        _jobs = new JobStore(_catalog);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _catalog.DisposeAsync();
        Dispose();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_submitter_has_a_limit_and_the_one_with_the_fewest_running_jobs_goes_first()
    {
        foreach (var submitter in "aaaaab")
        {
            await SubmitAsync($"{submitter}");
        }

        (await ClaimAllAsync(3)).ShouldBe(["a", "b", "a", "a"]);
        await SubmitAsync("c");
        (await ClaimAllAsync(3)).ShouldBe(["c"]);
    }

    [Fact]
    public async Task Priority_goes_before_fairness()
    {
        await SubmitAsync("a");
        await SubmitAsync("b");
        await SubmitAsync("a", JobPriority.High);
        await SubmitAsync("a", JobPriority.High);
        (await ClaimAllAsync(9)).ShouldBe(["a", "a", "b", "a"]);
    }

    [Fact]
    public async Task Without_keys_submitters_have_no_limit()
    {
        for (var i = 0; i < 5; i++)
        {
            await SubmitAsync("");
        }

        (await ClaimAllAsync(1)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_thousand_jobs_are_cancelled_in_one_call_and_others_keep_running()
    {
        var ids = new List<string>();
        for (var i = 0; i < 1000; i++)
        {
            ids.Add(await SubmitAsync("a"));
        }

        var running = (await _jobs.ClaimNextAsync(9, default))!.Id;
        var other = await SubmitAsync("a");
        var cancelled = await _jobs.CancelAsync([.. ids, "nothing"], default);
        cancelled.ShouldBe(ids, ignoreOrder: true);
        (await _jobs.FindAsync(running, default))!.State.ShouldBe(JobState.Cancelling);
        (await _jobs.FindAsync(other, default))!.State.ShouldBe(JobState.Queued);
        (await _jobs.CancelAsync(ids, default)).ShouldBe([running]);
    }

    private async Task<string> SubmitAsync(string submitter, JobPriority priority = JobPriority.Normal)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        var job = new Job { Id = _jobs.NewId(), Pipeline = "decide", Options = "{}", Submitter = submitter, Priority = priority, RequestHash = "" };
        return (await _jobs.SubmitAsync(job, [], int.MaxValue, int.MaxValue, default)).Job!.Id;
    }

    private async Task<List<string>> ClaimAllAsync(int maxPerSubmitter)
    {
        var claimed = new List<string>();
        while (await _jobs.ClaimNextAsync(maxPerSubmitter, default) is { } job)
        {
            claimed.Add(job.Submitter);
        }

        return claimed;
    }
}
