using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using Reelmill.Library;
using Reelmill.Library.Access;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Jobs;
using Reelmill.Server.Http;
using Reelmill.Server.Jobs;

namespace Reelmill.Server.Tests.Jobs;

/// <summary>Order and limits of the queue, on a server that runs one job at a time while a first job occupies the slot.</summary>
public sealed class QueueTests : IAsyncLifetime
{
    private WebStub _web = null!;

    public async ValueTask InitializeAsync()
    {
        _web = await WebStub.StartAsync();
        var answer = _web.Answer;
        _web.Answer = http => http.Request.Path == "/first" ? _web.HoldAsync(http) : answer(http);
    }

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    [Fact]
    public async Task Queued_jobs_start_by_priority_then_by_age()
    {
        await using var server = await StartAsync(static o => o);
        var first = await server.SubmitUrlsAsync(CreateJob("/first"));
        await _web.HeldAsync();
        var jobs = new List<JobDocument>();
        foreach (var (path, priority) in new[] { ("/low-1", "low"), ("/normal-1", "normal"), ("/high-1", "high"), ("/normal-2", "normal"), ("/low-2", "low"), ("/high-2", "high") })
        {
            jobs.Add(await server.SubmitUrlsAsync(CreateJob(path, priority)));
        }

        jobs.ShouldAllBe(static j => j.State == JobState.Queued);
        _web.Release();
        foreach (var job in jobs.Prepend(first))
        {
            (await server.EndAsync(job.Id)).State.ShouldBe(JobState.Failed);
        }

        _web.Paths.ShouldBe(["/first", "/high-1", "/high-2", "/normal-1", "/normal-2", "/low-1", "/low-2"]);
    }

    [Fact]
    public async Task A_full_queue_refuses_jobs_until_one_has_ended()
    {
        await using var server = await StartAsync(static o => o with { QueuedJobs = 1 });
        var first = await server.SubmitUrlsAsync(CreateJob("/first"));
        await _web.HeldAsync();
        var second = await server.SubmitUrlsAsync(CreateJob("/second"));
        using var refused = await server.Http.PostAsJsonAsync("/v1/jobs", CreateJob("/third"));
        await ShouldBeRefusedAsync(refused, "queue_full");
        _web.Release();
        await server.EndAsync(first.Id);
        await server.EndAsync(second.Id);
        (await server.EndAsync((await server.SubmitUrlsAsync(CreateJob("/third"))).Id)).State.ShouldBe(JobState.Failed);
    }

    [Fact]
    public async Task A_repeated_submission_is_accepted_by_a_full_queue()
    {
        await using var server = await StartAsync(static o => o with { QueuedJobs = 1 });
        await server.SubmitUrlsAsync(CreateJob("/first"));
        await _web.HeldAsync();
        var clip = await server.ClipAsync(1, 1);
        using var once = await server.PostAsync(new { pipeline = "mine" }, [clip], "same");
        using var repeated = await server.PostAsync(new { pipeline = "mine" }, [clip], "same");
        (once.StatusCode, repeated.StatusCode).ShouldBe((HttpStatusCode.Accepted, HttpStatusCode.Accepted));
        repeated.Headers.Location.ShouldBe(once.Headers.Location);
        server.FilesIn("uploads").Length.ShouldBe(1);
        using var other = await server.PostAsync(new { pipeline = "mine" }, [await server.ClipAsync(2, 1)], "other");
        await ShouldBeRefusedAsync(other, "queue_full");
        server.FilesIn("uploads").Length.ShouldBe(1, "the file of the refused submission was deleted");
        _web.Release();
    }

    [Fact]
    public async Task A_key_at_its_job_limit_is_refused_until_one_has_ended_and_other_keys_are_not()
    {
        var (mine, theirs) = ("", "");
        await using var server = await StartAsync(static o => o with { JobsPerKey = 2 }, async library => (mine, theirs) = await KeysAsync(library));
        AuthenticateAs(server, mine);
        var first = await server.SubmitUrlsAsync(CreateJob("/first"));
        await _web.HeldAsync();
        var second = await server.SubmitUrlsAsync(CreateJob("/second"));
        using var refused = await server.Http.PostAsJsonAsync("/v1/jobs", CreateJob("/third"));
        await ShouldBeRefusedAsync(refused, "too_many_jobs");
        AuthenticateAs(server, theirs);
        var other = await server.SubmitUrlsAsync(CreateJob("/other"));
        _web.Release();
        foreach (var job in new[] { first, second, other })
        {
            await server.EndAsync(job.Id);
        }

        AuthenticateAs(server, mine);
        (await server.EndAsync((await server.SubmitUrlsAsync(CreateJob("/third"))).Id)).State.ShouldBe(JobState.Failed);
    }

    [Fact]
    public async Task A_temporarily_unwritable_catalog_delays_jobs_and_does_not_stop_the_server()
    {
        await using var server = await StartAsync(static o => o);
        await using var other = new SqliteConnection($"Data Source={Path.Combine(server.Library, LibraryLayout.Database)};Pooling=False");
        await other.OpenAsync();
        await ExecuteAsync(other, "CREATE TRIGGER full BEFORE UPDATE ON jobs BEGIN SELECT raise(ABORT, 'no space'); END");
        var job = await server.SubmitUrlsAsync(CreateJob("/waits"));
        (await server.FindAsync(job.Id)).State.ShouldBe(JobState.Queued);
        await ExecuteAsync(other, "DROP TRIGGER full");
        var next = await server.SubmitUrlsAsync(CreateJob("/next"));
        (await server.EndAsync(job.Id)).State.ShouldBe(JobState.Failed);
        (await server.EndAsync(next.Id)).State.ShouldBe(JobState.Failed);
        _web.Paths.ShouldBe(["/waits", "/next"]);
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static Task<ServerFixture> StartAsync(Func<ServerOptions, ServerOptions> change, Func<string, Task>? prepare = null) =>
        ServerFixture.StartAsync(o => change(o with { Jobs = 1 }), prepare);

    private object CreateJob(string path, string priority = "normal") => new { pipeline = "mine", inputs = new[] { _web.Url(path) }, priority };

    private static async Task ShouldBeRefusedAsync(HttpResponseMessage refused, string code)
    {
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await ServerFixture.ReadCodeAsync(refused)).ShouldBe(code);
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    private static void AuthenticateAs(ServerFixture server, string secret) => server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);

    private static async Task<(string One, string Other)> KeysAsync(string library)
    {
        await using var catalog = SqliteCatalog.Open(library);
        var keys = new KeyStore(catalog);
        return ((await keys.CreateAsync("one", AccessScope.Admin, null, default)).Secret, (await keys.CreateAsync("other", AccessScope.Submit, null, default)).Secret);
    }
}
