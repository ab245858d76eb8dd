using System.Formats.Tar;

namespace Reelmill.Library.Export;

/// <summary>One tar file of samples. Its bytes depend on the samples only: time stamps are fixed and owners are not set.</summary>
internal sealed class TarShard : IAsyncDisposable
{
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly FileStream _stream;
    private readonly TarWriter _writer;

    public TarShard(string path)
    {
        Path = path;
        _stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        _writer = new TarWriter(_stream, TarEntryFormat.Ustar, leaveOpen: true);
    }

    public string Path { get; }

    public int Samples { get; private set; }

    public long Bytes { get; private set; }

    public async Task AddAsync(string key, byte[] image, byte[] json, CancellationToken cancellationToken)
    {
        await AddAsync(key + ".jpg", image, cancellationToken).ConfigureAwait(false);
        await AddAsync(key + ".json", json, cancellationToken).ConfigureAwait(false);
        Samples++;
        Bytes += image.Length + json.Length;
    }

    public async ValueTask DisposeAsync()
    {
        await using var closed = _stream.ConfigureAwait(false);
        await _writer.DisposeAsync().ConfigureAwait(false);
        _stream.Flush(flushToDisk: true);
    }

    private Task AddAsync(string name, byte[] bytes, CancellationToken cancellationToken) => _writer.WriteEntryAsync(
        new UstarTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = new MemoryStream(bytes, writable: false),
            Mode = Mode,
            ModificationTime = DateTimeOffset.UnixEpoch,
        },
        cancellationToken);
}
