using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>Gives inputs in windows. Looking for them reads folders and lists, which can take as long as their disk does: no stop waits for it.</summary>
/// <param name="inputs">The inputs; enumerated once.</param>
/// <param name="size">How many are in a window.</param>
internal sealed class InputWindows(IEnumerable<MediaInput> inputs, int size) : IDisposable
{
    private readonly IEnumerator<MediaInput[]> _windows = inputs.Chunk(size).GetEnumerator();
    private Task<MediaInput[]?> _looking = Task.FromResult<MediaInput[]?>(null);

    /// <summary>The next window; null when there is none.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled; then no more may be asked for.</exception>
    public Task<MediaInput[]?> NextAsync(CancellationToken cancellationToken)
    {
        _looking = Task.Run(() => _windows.MoveNext() ? _windows.Current : null, CancellationToken.None);
        return _looking.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        // What is still looking cannot be closed under its feet.
        if (_looking.IsCompleted)
        {
            _windows.Dispose();
        }
    }
}
