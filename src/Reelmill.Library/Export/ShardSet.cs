using System.Globalization;
using Reelmill.Core;

namespace Reelmill.Library.Export;

/// <summary>Writes the shards of one export, with one open shard for each split.</summary>
/// <param name="folder">The folder to write into.</param>
/// <param name="options">The limits of a shard.</param>
internal sealed class ShardSet(string folder, WebDatasetOptions options) : IAsyncDisposable
{
    private readonly Dictionary<string, TarShard> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<string> _files = [];

    /// <summary>The names of all shards, in order.</summary>
    public IEnumerable<string> Files => _files.Order(StringComparer.Ordinal);

    /// <summary>Adds a sample to the shards of a split.</summary>
    /// <param name="split">The split; null without a split plan.</param>
    /// <param name="key">The name of the sample's files, without extension.</param>
    /// <param name="image">The bytes of the JPEG file.</param>
    /// <param name="json">The sample's record, as JSON.</param>
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

        shard ??= _open[name] = StartShard(name);
        await shard.AddAsync(key, image, json, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Completes all shards and makes them durable.</summary>
    public async Task CompleteAsync()
    {
        foreach (var (name, shard) in _open.ToArray())
        {
            _open.Remove(name);
            await shard.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Closes the shards that a failed export left open.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var shard in _open.Values)
        {
            await CleanUp.QuietlyAsync(shard.DisposeAsync).ConfigureAwait(false);
        }
    }

    private TarShard StartShard(string split)
    {
        var number = _counts.GetValueOrDefault(split);
        _counts[split] = number + 1;
        var name = $"{WebDatasetExporter.Prefix}{(split.Length > 0 ? split + "-" : "")}{number.ToString("d6", CultureInfo.InvariantCulture)}{WebDatasetExporter.Suffix}";
        _files.Add(name);
        return new TarShard(Path.Combine(folder, name));
    }

    private bool IsFull(TarShard shard, long sampleBytes) =>
        shard.Samples >= options.SamplesPerShard || shard.Bytes + sampleBytes > (options.BytesPerShard ?? long.MaxValue);
}
