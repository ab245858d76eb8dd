using Polly;
using Polly.Retry;

namespace Reelmill.Library.Publishing.S3;

/// <summary>Makes requests: each with a deadline, again when it failed for a passing reason, and with failures that a user can act on.</summary>
internal sealed class S3Requests(S3Address address, S3Options options, TimeProvider time)
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LeastLimit = TimeSpan.FromSeconds(60);
    private const double LeastBytesPerSecond = 64 * 1024;

    private readonly ResiliencePipeline _retries = Build(options, time);

    /// <param name="doing">The word for the message, such as <c>Writing</c>.</param>
    /// <param name="key">The key below the target, for the message.</param>
    /// <param name="bytes">How much is sent, by which the deadline is set.</param>
    /// <param name="request">One try.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<T> SendAsync<T>(
        string doing, string key, long bytes, Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await _retries.ExecuteAsync(
                async token => await TryAsync(bytes, request, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw S3Errors.Explain(e, $"{doing} s3://{address.Bucket}/{address.KeyOf(key)}", address.Bucket, options.Tries);
        }
    }

    private async Task<T> TryAsync<T>(long bytes, Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        var limit = LeastLimit + TimeSpan.FromSeconds(bytes / LeastBytesPerSecond);
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await request(either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"there was no answer within {limit.TotalSeconds:0} s", e);
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
