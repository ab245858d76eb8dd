using System.Net;
using Microsoft.Data.Sqlite;
using Reelmill.Library.Jobs;

namespace Reelmill.Server.Tests.Jobs;

public sealed class RetentionTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task A_file_that_nobody_uploaded_stays_however_little_room_uploads_have()
    {
        await using var host = await JobHost.StartAsync(static o => o with { KeepUploadBytes = 0 });
        var path = Path.Combine(host.Library, "uploads", "0123456789abcdef01234567.mp4");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, new byte[100]);

        await host.Retention.SweepAsync(default);

        File.Exists(path).ShouldBeTrue();
    }

    [Fact]
    public async Task Ended_jobs_are_forgotten_by_age_with_their_uploads_and_answer_410()
    {
        await using var host = await JobHost.StartAsync(static o => o with { KeepJobs = TimeSpan.FromDays(30) });
        var old = await host.EndedAsync(1);
        host.Time.Advance(Day);
        var younger = await host.EndedAsync(2);
        host.Time.Advance(Day * 29);
        await host.Retention.SweepAsync(default);
        await StatusShouldBeAsync(host, old.Job, HttpStatusCode.OK);

        host.Time.Advance(TimeSpan.FromMinutes(1));
        await host.Retention.SweepAsync(default);
        await StatusShouldBeAsync(host, old.Job, HttpStatusCode.Gone);
        await StatusShouldBeAsync(host, younger.Job, HttpStatusCode.OK);
        (File.Exists(old.File), File.Exists(younger.File)).ShouldBe((false, true));
        foreach (var part in new[] { "items", "errors", "results", "events" })
        {
            await StatusShouldBeAsync(host, $"{old.Job}/{part}", HttpStatusCode.Gone);
        }
    }

    [Fact]
    public async Task What_has_not_ended_is_never_too_old()
    {
        await using var host = await JobHost.StartAsync(static o => o with { KeepJobs = TimeSpan.FromDays(30), KeepUploadBytes = 0 });
        var running = await host.SubmitAsync(1);
        await host.BeginAsync(running.Job);
        var queued = await host.SubmitAsync(2);
        var retried = await host.SubmitAsync(3);
        await host.Http.PostAsync($"/v1/jobs/{retried.Job}/cancel", null);
        await host.Http.PostAsync($"/v1/jobs/{retried.Job}/retry", null);
        host.Time.Advance(Day * 400);
        await host.Retention.SweepAsync(default);
        foreach (var (job, file) in new[] { running, queued, retried })
        {
            await StatusShouldBeAsync(host, job, HttpStatusCode.OK);
            File.Exists(file).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task When_uploads_are_too_large_the_oldest_go_first_and_their_jobs_stay()
    {
        await using var host = await JobHost.StartAsync(static o => o with { KeepUploadBytes = 250 });
        var jobs = new List<(string Job, string File)>();
        for (byte i = 1; i <= 4; i++)
        {
            jobs.Add(await host.EndedAsync(i));
            host.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await host.Retention.SweepAsync(default);
        jobs.Select(static j => File.Exists(j.File)).ShouldBe([false, false, true, true]);
        foreach (var (job, _) in jobs)
        {
            await StatusShouldBeAsync(host, job, HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task An_upload_that_a_job_reads_stays_however_old_it_is_and_younger_ones_go_instead()
    {
        await using var host = await JobHost.StartAsync(static o => o with { KeepUploadBytes = 100 });
        var running = await host.SubmitAsync(1);
        await host.BeginAsync(running.Job);
        host.Time.Advance(Day);
        var ended = await host.EndedAsync(2);
        await host.Retention.SweepAsync(default);
        (File.Exists(running.File), File.Exists(ended.File)).ShouldBe((true, false));

        await host.Store.EndAsync(running.Job, JobState.Failed, null, null, default);
        host.Time.Advance(Day);
        await host.EndedAsync(3);
        await host.Retention.SweepAsync(default);
        File.Exists(running.File).ShouldBeFalse();
    }

    [Fact]
    public async Task An_upload_that_was_sent_again_counts_as_new()
    {
        await using var host = await JobHost.StartAsync(static o => o with { KeepUploadBytes = 100 });
        var first = await host.EndedAsync(1);
        host.Time.Advance(Day);
        var second = await host.EndedAsync(2);
        host.Time.Advance(Day);
        (await host.EndedAsync(1)).File.ShouldBe(first.File);
        await host.Retention.SweepAsync(default);
        (File.Exists(first.File), File.Exists(second.File)).ShouldBe((true, false));
    }

    [Fact]
    public async Task An_upload_of_several_jobs_goes_with_the_last_of_them()
    {
        await using var host = await JobHost.StartAsync(static o => o with { KeepJobs = Day });
        var first = await host.EndedAsync(1);
        host.Time.Advance(Day / 2);
        await host.EndedAsync(1);
        host.Time.Advance(Day * 0.75);
        await host.Retention.SweepAsync(default);
        await StatusShouldBeAsync(host, first.Job, HttpStatusCode.Gone);
        File.Exists(first.File).ShouldBeTrue();
        host.Time.Advance(Day);
        await host.Retention.SweepAsync(default);
        File.Exists(first.File).ShouldBeFalse();
    }

    [Fact]
    public async Task It_looks_once_a_minute_and_a_fault_does_not_end_it()
    {
        await using var host = await JobHost.StartAsync(static o => o with { KeepJobs = Day });
        var job = await host.EndedAsync(1);
        await using (var other = await OpenAsync(host))
        {
            await ExecuteAsync(other, "CREATE TRIGGER keep BEFORE DELETE ON jobs BEGIN SELECT raise(ABORT, 'not now'); END");
            host.Time.Advance(Day * 2);
            await host.Retention.StartAsync(default);
            await Watch.UntilAsync(() => host.Log.Lines.Any(static l => l.Contains("not now", StringComparison.Ordinal)), "the fault is not logged");
            await ExecuteAsync(other, "DROP TRIGGER keep");
        }

        // It may not wait for its next minute yet.
        await Watch.UntilAsync(
            () =>
            {
                host.Time.Advance(TimeSpan.FromMinutes(1));
                return !File.Exists(job.File);
            },
            "the job is not forgotten");
        await host.Retention.StopAsync(default);
        await StatusShouldBeAsync(host, job.Job, HttpStatusCode.Gone);
    }

    private static async Task<SqliteConnection> OpenAsync(JobHost host)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(host.Library, Reelmill.Library.LibraryLayout.Database)};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task StatusShouldBeAsync(JobHost host, string job, HttpStatusCode status)
    {
        using var response = await host.Http.GetAsync($"/v1/jobs/{job}");
        response.StatusCode.ShouldBe(status, job);
        if (status == HttpStatusCode.Gone)
        {
            (await ServerFixture.CodeOfAsync(response)).ShouldBe("gone");
        }
    }
}
