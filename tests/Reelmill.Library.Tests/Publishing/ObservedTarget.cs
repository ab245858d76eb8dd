using Reelmill.Library.Publishing;

namespace Reelmill.Library.Tests.Publishing;

/// <summary>A target that runs a callback before each write and after each change, one change at a time.</summary>
internal sealed class ObservedTarget(IPublishTarget target) : IPublishTarget
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public Func<Task> AfterChange { get; set; } = () => Task.CompletedTask;

    public Action<string> BeforeWrite { get; set; } = _ => { };

    public List<string> Writes { get; } = [];

    public string GetUrl(string key) => target.GetUrl(key);

    public Task<IReadOnlyList<StoredFile>> ListAsync(string folder, CancellationToken cancellationToken) => target.ListAsync(folder, cancellationToken);

    public Task<string?> Sha256Async(string key, CancellationToken cancellationToken) => target.Sha256Async(key, cancellationToken);

    public Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken) => target.ReadAsync(key, cancellationToken);

    public Task WriteAsync(string key, Stream content, StoredHeaders headers, CancellationToken cancellationToken) => WatchAsync(async () =>
    {
        BeforeWrite(key);
        await target.WriteAsync(key, content, headers, cancellationToken);
        Writes.Add(key);
    });

    public Task RemoveAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        WatchAsync(() => target.RemoveAsync(keys, cancellationToken));

    public void Dispose() => _turn.Dispose();

    private async Task WatchAsync(Func<Task> change)
    {
        await _turn.WaitAsync();
        try
        {
            await change();
            await AfterChange();
        }
        finally
        {
            _turn.Release();
        }
    }
}
