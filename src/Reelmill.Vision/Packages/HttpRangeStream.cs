using System.Net;
using System.Net.Http.Headers;

namespace Reelmill.Vision.Packages;

/// <summary>
/// A file of an HTTP server, read in ranges, so that a part of a large archive is had without the rest of it. A range
/// that fails for a passing reason is asked for again.
/// </summary>
internal sealed class RemoteFile : Stream
{
    private const int Window = 2 << 20;
    private readonly Func<long, int, CancellationToken, Task<byte[]>> _read;
    private readonly Action<int> _received;
    private byte[] _window = [];
    private long _start;

    /// <param name="length">The file's length.</param>
    /// <param name="read">Reads a range: its start and its length.</param>
    /// <param name="received">Told how many bytes came.</param>
    private RemoteFile(long length, Func<long, int, CancellationToken, Task<byte[]>> read, Action<int> received) =>
        (Length, _read, _received) = (length, read, received);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position { get; set; }

    /// <summary>Opens a file; from a server that has no ranges, it is fetched whole into a folder.</summary>
    public static async Task<Stream> OpenAsync(RegistryHttp http, Uri url, AuthenticationHeaderValue? credentials, string folder, FetchNotes notes, CancellationToken cancellationToken)
    {
        using var first = await http.SendAsync(url, credentials, new RangeHeaderValue(0, 0), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (first.StatusCode == HttpStatusCode.PartialContent && first.Content.Headers.ContentRange is { Length: { } length })
        {
            return new RemoteFile(length, (start, count, token) => http.ReadAsync(url, credentials, start, count, token), notes.Add);
        }

        var spool = new FileStream(Path.Combine(folder, ".archive"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        try
        {
            notes.Start(first.Content.Headers.ContentLength ?? 0);
            await RegistryHttp.CopyAsync(first, spool, notes.Add, cancellationToken).ConfigureAwait(false);
            spool.Position = 0;
            return spool;
        }
        catch
        {
            await spool.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        if (Position < _start || Position >= _start + _window.Length)
        {
            // At the end, a whole window that ends there: a zip archive is read backwards first.
            _start = Math.Min(Position, Math.Max(0, Length - Window));
            _window = await _read(_start, (int)Math.Min(Window, Length - _start), cancellationToken).ConfigureAwait(false);
            _received(_window.Length);
        }

        return Take(buffer.Span);
    }

    private int Take(Span<byte> buffer)
    {
        var offset = (int)(Position - _start);
        var count = Math.Min(buffer.Length, _window.Length - offset);
        _window.AsSpan(offset, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Reads from the window that is there: a zip archive's directory, which is read so, lies in the one at its end.</summary>
    public override int Read(byte[] buffer, int offset, int count) => Position >= Length ? 0 : Position >= _start && Position < _start + _window.Length
        ? Take(buffer.AsSpan(offset, count))
        : throw new InvalidDataException($"the directory of the archive is longer than {Window >> 20} MiB");

    public override long Seek(long offset, SeekOrigin origin)
    {
        var position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => Length + offset,
        };
        return Position = position >= 0 ? position : throw new IOException("the file is shorter than that");
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
