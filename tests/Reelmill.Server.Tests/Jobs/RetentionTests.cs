using System.Net;
using Microsoft.Data.Sqlite;
using Reelmill.Library.Jobs;

namespace Reelmill.Server.Tests.Jobs;

public sealed class RetentionTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task A_file_that_is_not_an_upload_is_kept_whatever_the_upload_limit()
    {
        await using var host = await JobHost.StartAsync(static o => o with { KeepUploadBytes = 0 });
        var path = Path.Combine(host.Library, "uploads", "0123456789abcdef01234567.mp4");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, new byte[100]);

        await host.Retention.SweepAsync(default);

        File.Exists(path).ShouldBeTrue();
    }

    [Fact]
    public async Task Ended_jobs_are_deleted_by_age_with_their_uploads_and_then_return_410()
    {
        await using var host = await JobHost.StartAsync(static o => o with { KeepJobs = TimeSpan.FromDays(30) });
        var old = await host.RunToEndAsync(1);
        host.Time.Advance(Day);
        var younger = await host.RunToEndAsync(2);
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
    public async Task A_job_that_has_not_ended_never_expires()
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
    public async Task Over_the_upload_limit_the_oldest_uploads_are_deleted_and_their_jobs_are_kept()
    {
        await using var host = await JobHost.StartAsync(static o => o with { KeepUploadBytes = 250 });
        var jobs = new List<(string Job, string File)>();
        for (byte i = 1; i <= 4; i++)
        {
            jobs.Add(await host.RunToEndAsync(i));
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
    public async Task An_upload_that_a_job_needs_is_kept_and_newer_ones_are_deleted_instead()
    {
        await using var host = await JobHost.StartAsync(static o => o with { KeepUploadBytes = 100 });
        var running = await host.SubmitAsync(1);
        await host.BeginAsync(running.Job);
        host.Time.Advance(Day);
        var ended = await host.RunToEndAsync(2);
        await host.Retention.SweepAsync(default);
        (File.Exists(running.File), File.Exists(ended.File)).ShouldBe((true, false));

        await host.Store.EndAsync(running.Job, JobState.Failed, null, null, default);
        host.Time.Advance(Day);
        await host.RunToEndAsync(3);
        await host.Retention.SweepAsync(default);
        File.Exists(running.File).ShouldBeFalse();
    }

    [Fact]
    public async Task Uploading_a_file_again_renews_its_age()
    {
        await using var host = await JobHost.StartAsync(static o => o with { KeepUploadBytes = 100 });
        var first = await host.RunToEndAsync(1);
        host.Time.Advance(Day);
        var second = await host.RunToEndAsync(2);
        host.Time.Advance(Day);
        (await host.RunToEndAsync(1)).File.ShouldBe(first.File);
        await host.Retention.SweepAsync(default);
        (File.Exists(first.File), File.Exists(second.File)).ShouldBe((true, false));
    }

    [Fact]
    public async Task An_upload_of_several_jobs_is_deleted_with_the_last_of_them()
    {
        await using var host = await JobHost.StartAsync(static o => o with { KeepJobs = Day });
        var first = await host.RunToEndAsync(1);
        host.Time.Advance(Day / 2);
        await host.RunToEndAsync(1);
        host.Time.Advance(Day * 0.75);
        await host.Retention.SweepAsync(default);
        await StatusShouldBeAsync(host, first.Job, HttpStatusCode.Gone);
        File.Exists(first.File).ShouldBeTrue();
        host.Time.Advance(Day);
        await host.Retention.SweepAsync(default);
        File.Exists(first.File).ShouldBeFalse();
    }

    [Fact]
    public async Task Retention_runs_once_a_minute_and_continues_after_a_fault()
    {
        await using var host = await JobHost.StartAsync(static o => o with { KeepJobs = Day });
        var job = await host.RunToEndAsync(1);
        await using (var other = await OpenAsync(host))
        {
            await ExecuteAsync(other, "CREATE TRIGGER keep BEFORE DELETE ON jobs BEGIN SELECT raise(ABORT, 'not now'); END");
            host.Time.Advance(Day * 2);
            await host.Retention.StartAsync(default);
            await Poll.UntilAsync(() => host.Log.Lines.Any(static l => l.Contains("not now", StringComparison.Ordinal)), "the fault was not logged");
            await ExecuteAsync(other, "DROP TRIGGER keep");
        }

        // The timer may not be armed for the next minute yet, so the clock advances repeatedly.
        await Poll.UntilAsync(
            () =>
            {
                host.Time.Advance(TimeSpan.FromMinutes(1));
                return !File.Exists(job.File);
            },
            "the job was not deleted");
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
            (await ServerFixture.ReadCodeAsync(response)).ShouldBe("gone");
        }
    }
}
