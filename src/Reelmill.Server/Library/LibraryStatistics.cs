using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Services;

namespace Reelmill.Server.Library;

/// <summary>Provides the statistics of a library. A count is cached in proportion to the time it took, so that many viewers cost little more than one.</summary>
/// <param name="library">The open library.</param>
/// <param name="time">The clock.</param>
internal sealed class LibraryStatistics(LibrarySession library, TimeProvider time) : IDisposable
{
    /// <summary>The cache lifetime of a count, as a multiple of the time that counting took.</summary>
    private const int LifetimeFactor = 10;

    private readonly SemaphoreSlim _lock = new(1, 1);
    private LibraryStatus? _last;
    private long _countedAt;
    private TimeSpan _lifetime;

    public async Task<LibraryDocument> CountAsync(CancellationToken cancellationToken)
    {
        var status = await StatusAsync(cancellationToken).ConfigureAwait(false);
        var catalog = library.Catalog;
        return LibraryDocument.From(
            status,
            (await LibraryLimits.ReadAsync(catalog, cancellationToken).ConfigureAwait(false)).Quality,
            await LastDecision.ReadAsync(catalog, cancellationToken).ConfigureAwait(false));
    }

    public void Dispose() => _lock.Dispose();

    private async Task<LibraryStatus> StatusAsync(CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_last is not null && time.GetElapsedTime(_countedAt) < _lifetime)
            {
                return _last;
            }

            var began = time.GetTimestamp();
            _last = await library.Catalog.StatusAsync(cancellationToken).ConfigureAwait(false);
            _countedAt = time.GetTimestamp();
            _lifetime = LifetimeFactor * time.GetElapsedTime(began, _countedAt);
            return _last;
        }
        finally
        {
            _lock.Release();
        }
    }
}
