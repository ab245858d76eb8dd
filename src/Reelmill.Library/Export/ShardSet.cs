using System.Globalization;
using Reelmill.Core;

namespace Reelmill.Library.Export;

/// <summary>The shards of one export: each split fills one at a time.</summary>
/// <param name="folder">The folder to write into.</param>
/// <param name="options">How large a shard gets.</param>
internal sealed class ShardSet(string folder, WebDatasetOptions options) : IAsyncDisposable
{
    private readonly Dictionary<string, TarShard> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<string> _files = [];

    /// <summary>The names of all files, in order.</summary>
    public IEnumerable<string> Files => _files.Order(StringComparer.Ordinal);

    /// <summary>Adds a sample to the shards of a split.</summary>
    /// <param name="split">The split; null when there is no plan.</param>
    /// <param name="key">The name of the sample's files, without their endings.</param>
    /// <param name="image">The image.</param>
    /// <param name="json">What is known of it.</param>
    /// <param name="cancellationToken">Stops the write.</param>
    public async Task AddAsync(string? split, string key, byte[] image, byte[] json, CancellationToken cancellationToken)
    {
        var name = split ?? "";
        if (_open.TryGetValue(name, out var shard) && IsFull(shard, image.Length + json.Length))
        {
            _open.Remove(name);
            await shard.DisposeAsync().ConfigureAwait(false);
            shard = null;
        }

        shard ??= _open[name] = Next(name);
        await shard.AddAsync(key, image, json, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes every shard complete and durable.</summary>
    public async Task CompleteAsync()
    {
        foreach (var (name, shard) in _open.ToArray())
        {
            _open.Remove(name);
            await shard.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Closes what an export that failed left open.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var shard in _open.Values)
        {
            await CleanUp.QuietlyAsync(shard.DisposeAsync).ConfigureAwait(false);
        }
    }

    private TarShard Next(string split)
    {
        var number = _counts.GetValueOrDefault(split);
        _counts[split] = number + 1;
        var name = $"{WebDatasetExporter.Prefix}{(split.Length > 0 ? split + "-" : "")}{number.ToString("d6", CultureInfo.InvariantCulture)}{WebDatasetExporter.Suffix}";
        _files.Add(name);
        return new TarShard(Path.Combine(folder, name));
    }

    private bool IsFull(TarShard shard, long more) =>
        shard.Samples >= options.SamplesPerShard || shard.Bytes + more > (options.BytesPerShard ?? long.MaxValue);
}
