using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Services;

namespace Reelmill.Server.Library;

/// <summary>Counts a library. What took long is given again for a while, so that many who look cost no more than one.</summary>
/// <param name="library">The open library.</param>
/// <param name="time">The clock.</param>
internal sealed class LibraryNumbers(LibrarySession library, TimeProvider time) : IDisposable
{
    /// <summary>A count is given again for so many times as long as it took.</summary>
    private const int Patience = 10;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private LibraryStatus? _last;
    private long _counted;
    private TimeSpan _holds;

    public async Task<LibraryDocument> CountAsync(CancellationToken cancellationToken)
    {
        var status = await StatusAsync(cancellationToken).ConfigureAwait(false);
        var catalog = library.Catalog;
        return LibraryDocument.Of(
            status,
            (await LibraryLimits.ReadAsync(catalog, cancellationToken).ConfigureAwait(false)).Quality,
            await LastDecision.ReadAsync(catalog, cancellationToken).ConfigureAwait(false));
    }

    public void Dispose() => _turn.Dispose();

    private async Task<LibraryStatus> StatusAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_last is not null && time.GetElapsedTime(_counted) < _holds)
            {
                return _last;
            }

            var began = time.GetTimestamp();
            _last = await library.Catalog.StatusAsync(cancellationToken).ConfigureAwait(false);
            _counted = time.GetTimestamp();
            _holds = Patience * time.GetElapsedTime(began, _counted);
            return _last;
        }
        finally
        {
            _turn.Release();
        }
    }
}
