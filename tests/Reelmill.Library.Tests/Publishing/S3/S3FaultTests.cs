using Microsoft.AspNetCore.Http;
using Reelmill.Core;
using Reelmill.Library.Publishing;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Publishing.S3;

/// <summary>Behavior of publishing when the storage fails.</summary>
public sealed class S3FaultTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _library = new();
    private StubS3 _s3 = null!;

    public async ValueTask InitializeAsync() => _s3 = await StubS3.StartAsync();

    [Theory]
    [InlineData(503, "SlowDown")]
    [InlineData(500, "InternalError")]
    [InlineData(429, "TooManyRequests")]
    [InlineData(400, "RequestTimeout")]
    public async Task A_transient_error_is_retried(int status, string code)
    {
        FailFirst(2, context => StubS3.RefuseAsync(context, status, code));

        (await PublishAsync()).Uploaded.ShouldBe(SampleStream.Files);

        (await new Viewer(_s3.Target()).PlayCurrentAsync()).ShouldBe("one");
    }

    [Fact]
    public async Task An_upload_over_a_broken_connection_is_retried_from_the_first_byte()
    {
        FailFirst(3, static async context =>
        {
            await context.Request.Body.ReadExactlyAsync(new byte[50]);
            context.Abort();
            return true;
        });

        (await PublishAsync()).Uploaded.ShouldBe(SampleStream.Files);

        (await new Viewer(_s3.Target()).PlayCurrentAsync()).ShouldBe("one");
    }

    [Fact]
    public async Task An_error_that_persists_fails_the_item_after_the_last_attempt_and_leaves_no_master()
    {
        _s3.Fault = static async context =>
            context.Request.Path.Value!.EndsWith("v720-2.m4s", StringComparison.Ordinal) && await StubS3.RefuseAsync(context, 503, "SlowDown");

        var error = await Should.ThrowAsync<ItemException>(PublishAsync());

        (error.Code, error.IsTransient).ShouldBe(("publish_failed", true));
        error.Message.ShouldContain("v720-2.m4s: SlowDown 503, 5 times in a row. Run again later");
        _s3.Requests.Count(static r => r.StartsWith("PUT", StringComparison.Ordinal) && r.EndsWith("v720-2.m4s", StringComparison.Ordinal)).ShouldBe(5);
        (await new Viewer(_s3.Target()).OpenAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData(403, "AccessDenied", "access denied (AccessDenied 403). Check AWS_ACCESS_KEY_ID")]
    [InlineData(403, "InvalidAccessKeyId", "access denied (InvalidAccessKeyId 403)")]
    [InlineData(404, "NoSuchBucket", "there is no bucket 'media'")]
    [InlineData(301, "PermanentRedirect", "the bucket is in another region. Set publish.s3-region")]
    public async Task An_error_of_the_whole_bucket_ends_the_run_at_once_with_the_reason(int status, string code, string reason)
    {
        _s3.Fault = context => StubS3.RefuseAsync(context, status, code);

        var error = await Should.ThrowAsync<PipelineException>(PublishAsync());

        error.Code.ShouldBe("publish_failed");
        error.Message.ShouldStartWith($"Listing s3://media/vod/{SampleStream.Id}: ");
        error.Message.ShouldContain(reason);
        error.Message.ShouldNotContain(StubS3.Secret);
        _s3.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Access_revoked_during_the_upload_ends_the_run_and_leaves_no_master()
    {
        _s3.Fault = async context => _s3.Objects.Count >= 6 && HttpMethods.IsPut(context.Request.Method)
            && await StubS3.RefuseAsync(context, 403, "ExpiredToken");

        (await Should.ThrowAsync<PipelineException>(PublishAsync())).Message.ShouldContain("access denied (ExpiredToken 403)");

        (await new Viewer(_s3.Target()).OpenAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task An_unreachable_service_fails_the_item_with_the_reason()
    {
        var options = _s3.Options;
        await _s3.DisposeAsync();
        using var target = _s3.Target(options with { Tries = 2 });

        var error = await Should.ThrowAsync<ItemException>(PublishAsync(target));

        (error.Code, error.IsTransient).ShouldBe(("publish_failed", true));
        error.Message.ShouldContain("the connection failed");
    }

    [Fact]
    public async Task A_request_without_a_response_times_out_after_a_minute()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _s3.Fault = async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
            return true;
        };
        var time = new ManualTimeProvider();
        using var target = PublishTarget.Parse("s3://media/vod", _s3.Options with { Tries = 1 }, time);
        var listing = target.ListAsync("a", default);
        await asked.Task;

        time.Advance(TimeSpan.FromSeconds(60));

        (await Should.ThrowAsync<ItemException>(listing)).Message.ShouldContain("there was no response within 60 s");
    }

    [Fact]
    public async Task A_cancellation_is_not_a_failure()
    {
        using var stop = new CancellationTokenSource();
        _s3.Fault = async _ =>
        {
            await stop.CancelAsync();
            return false;
        };

        await Should.ThrowAsync<OperationCanceledException>(PublishAsync(stop: stop.Token));
    }

    [Fact]
    public async Task Old_versions_that_cannot_be_removed_give_a_warning()
    {
        await PublishAsync("one");
        await PublishAsync("two");
        _s3.Fault = static async context =>
            HttpMethods.IsDelete(context.Request.Method) && await StubS3.RefuseAsync(context, 403, "AccessDenied");

        var result = await PublishAsync("three");

        result.Outcome.ShouldBe(PublishOutcome.Rebuilt);
        result.Warning!.ShouldContain("files of older versions could not be removed and stay until the next rebuild");
        (await new Viewer(_s3.Target()).PlayCurrentAsync()).ShouldBe("three");
    }

    [Fact]
    public async Task Every_file_is_stored_with_its_type_caching_and_hash()
    {
        await PublishAsync();

        (string Type, string? Caching) GetHeaders(string ending)
        {
            var (_, type, caching, sha256) = _s3.Objects.First(o => o.Key.EndsWith(ending, StringComparison.Ordinal)).Value;
            sha256!.Length.ShouldBe(64);
            return (type!, caching);
        }

        const string Immutable = "public, max-age=31536000, immutable";
        GetHeaders("v720-0.m4s").ShouldBe(("video/mp4", Immutable));
        GetHeaders("v720-init.mp4").ShouldBe(("video/mp4", Immutable));
        GetHeaders("thumbs.vtt").ShouldBe(("text/vtt", Immutable));
        GetHeaders("thumbs-0.jpg").ShouldBe(("image/jpeg", Immutable));
        GetHeaders("v720.m3u8").ShouldBe(("application/vnd.apple.mpegurl", "public, max-age=10"));
        GetHeaders("/master.m3u8").ShouldBe(("application/vnd.apple.mpegurl", "public, max-age=10"));
        GetHeaders("/reelmill.json").ShouldBe(("application/json", "no-cache"));
    }

    public async ValueTask DisposeAsync()
    {
        await _s3.DisposeAsync();
        Dispose();
    }

    public void Dispose() => _library.Dispose();

    /// <summary>Makes the first PUT requests fail.</summary>
    private void FailFirst(int count, Func<HttpContext, Task<bool>> fault)
    {
        var failed = 0;
        _s3.Fault = async context =>
            HttpMethods.IsPut(context.Request.Method) && Interlocked.Increment(ref failed) <= count && await fault(context);
    }

    private async Task<PublishResult> PublishAsync(string version = "one", CancellationToken stop = default)
    {
        using var target = _s3.Target();
        return await PublishAsync(target, version, stop);
    }

    private Task<PublishResult> PublishAsync(IPublishTarget target, string version = "one", CancellationToken stop = default) =>
        new Publisher(target).PublishAsync(new SampleStream(_library).WriteVersion(version), static _ => "", cancellationToken: stop);
}
