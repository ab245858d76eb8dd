namespace Reelmill.Core.Running;

/// <summary>Bounds batches by size and by time, whichever is reached first.</summary>
/// <param name="Size">The maximum number of values in a batch; 1 to 100,000.</param>
/// <param name="Within">How long the first value of a batch waits for more; zero to one day.</param>
/// <remarks>A batch may have values of different items. The end of the input completes the last batch at once.</remarks>
public sealed record BatchOptions(int Size, TimeSpan Within)
{
    internal void Validate(string stage)
    {
        if (Size is < 1 or > 100_000 || Within < TimeSpan.Zero || Within > TimeSpan.FromDays(1))
        {
            throw new ArgumentException($"Stage '{stage}': the batch of {Size} values within {Within} is out of range; use 1 to 100000 values within zero to one day.");
        }
    }
}

/// <summary>Processes several values together and returns one result for each, in the same order.</summary>
/// <param name="values">The values, at least one.</param>
/// <param name="cancellationToken">Cancelled when the run is cancelled or the attempt's deadline has passed.</param>
/// <typeparam name="TIn">The stage's input.</typeparam>
/// <typeparam name="TOut">The stage's output.</typeparam>
/// <returns>As many results as values.</returns>
/// <remarks>A failed batch is retried one value at a time, so the body must be able to process a value twice.</remarks>
public delegate ValueTask<IReadOnlyList<TOut>> BatchBody<in TIn, TOut>(IReadOnlyList<TIn> values, CancellationToken cancellationToken);
