using Polly;
using Polly.Retry;

namespace Reelmill.Library.Vectors;

/// <summary>Runs requests to a server with a timeout for each attempt, and retries transient failures. Requests must be idempotent.</summary>
internal sealed class StoreRetryPolicy(Func<Exception, bool> isTransient, TimeProvider time, TimeSpan? firstDelay = null)
{
    public const int MaxAttempts = 5;

    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromMinutes(2);

    private readonly ResiliencePipeline _retries = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            Name = "vectors",
            MaxRetryAttempts = MaxAttempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = firstDelay ?? TimeSpan.FromSeconds(0.5),
            MaxDelay = MaxDelay,
            ShouldHandle = a => ValueTask.FromResult(a.Outcome.Exception is { } e && (e is TimeoutException || isTransient(e))),
        })
        .Build();

    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken) =>
        await _retries.ExecuteAsync(async token => await RunOnceAsync(request, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private async Task<T> RunOnceAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(AttemptTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await request(linked.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"there was no response within {AttemptTimeout.TotalSeconds:0} s", e);
        }
    }
}
