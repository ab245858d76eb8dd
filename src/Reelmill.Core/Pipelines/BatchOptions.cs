namespace Reelmill.Core.Pipelines;

/// <summary>When a batch is complete: by size or by time, whichever is first.</summary>
/// <param name="Size">The most values of a batch; 1 to 100,000.</param>
/// <param name="Within">How long the first value of a batch waits for more; zero to a day.</param>
/// <remarks>The values may belong to different items. The end of the input completes the last batch at once.</remarks>
public sealed record BatchOptions(int Size, TimeSpan Within)
{
    internal void Validate(string stage)
    {
        if (Size is < 1 or > 100_000 || Within < TimeSpan.Zero || Within > TimeSpan.FromDays(1))
        {
            throw new ArgumentException($"Stage '{stage}': a batch is 1 to 100000 values within zero time to a day, not {Size} within {Within}.");
        }
    }
}

/// <summary>Handles several values together and gives one result for each, in the same order.</summary>
/// <param name="values">The values, at least one.</param>
/// <param name="cancellationToken">Cancelled when the run is cancelled or the attempt's deadline has passed.</param>
/// <typeparam name="TIn">What the stage takes.</typeparam>
/// <typeparam name="TOut">What the stage gives.</typeparam>
/// <returns>As many results as values.</returns>
/// <remarks>A batch that fails is run again one value at a time: its body must be able to repeat a value.</remarks>
public delegate ValueTask<IReadOnlyList<TOut>> BatchBody<in TIn, TOut>(IReadOnlyList<TIn> values, CancellationToken cancellationToken);
