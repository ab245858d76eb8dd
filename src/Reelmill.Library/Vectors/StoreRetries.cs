using Polly;
using Polly.Retry;

namespace Reelmill.Library.Vectors;

/// <summary>Makes requests to a server: each with a deadline, and again when it failed for a passing reason. All that stores ask can be asked twice.</summary>
internal sealed class StoreRetries(Func<Exception, bool> isTransient, TimeProvider time, TimeSpan? firstDelay = null)
{
    public const int Tries = 5;

    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly ResiliencePipeline _retries = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            Name = "vectors",
            MaxRetryAttempts = Tries - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = firstDelay ?? TimeSpan.FromSeconds(0.5),
            MaxDelay = MaxDelay,
            ShouldHandle = a => ValueTask.FromResult(a.Outcome.Exception is { } e && (e is TimeoutException || isTransient(e))),
        })
        .Build();

    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken) =>
        await _retries.ExecuteAsync(async token => await TryAsync(request, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private async Task<T> TryAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await request(either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"there was no answer within {Limit.TotalSeconds:0} s", e);
        }
    }
}
