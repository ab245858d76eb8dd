using Polly;
using Polly.Retry;

namespace Reelmill.Library.Publishing.S3;

/// <summary>Sends S3 requests with a timeout for each attempt, retries transient failures and translates errors.</summary>
internal sealed class S3RequestSender(S3Address address, S3Options options, TimeProvider time)
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MinTimeout = TimeSpan.FromSeconds(60);
    private const double MinBytesPerSecond = 64 * 1024;

    private readonly ResiliencePipeline _retries = Build(options, time);

    /// <summary>Sends a request.</summary>
    /// <param name="operation">The operation, for the message, such as <c>Writing</c>.</param>
    /// <param name="key">The key below the target, for the message.</param>
    /// <param name="bytes">The size of the request body, which extends the timeout.</param>
    /// <param name="request">Makes one attempt.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public async Task<T> SendAsync<T>(
        string operation, string key, long bytes, Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await _retries.ExecuteAsync(
                async token => await SendOnceAsync(bytes, request, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw S3Errors.Explain(e, $"{operation} s3://{address.Bucket}/{address.GetFullKey(key)}", address.Bucket, options.Tries);
        }
    }

    private async Task<T> SendOnceAsync<T>(long bytes, Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        var timeout = MinTimeout + TimeSpan.FromSeconds(bytes / MinBytesPerSecond);
        using var deadline = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await request(linked.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"there was no response within {timeout.TotalSeconds:0} s", e);
        }
    }

    private static ResiliencePipeline Build(S3Options options, TimeProvider time) => options.Tries == 1
        ? ResiliencePipeline.Empty
        : new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                Name = "publish",
                MaxRetryAttempts = options.Tries - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = MaxDelay,
                ShouldHandle = static a => ValueTask.FromResult(a.Outcome.Exception is { } e && S3Errors.IsTransient(e)),
            })
            .Build();
}
