using System.Net;
using System.Net.Http.Headers;

namespace Reelmill.Vision.Packages;

/// <summary>
/// A seekable stream over a file on an HTTP server. It reads byte ranges, so that part of a large archive can be read
/// without downloading the rest. Transient failures of a range are retried.
/// </summary>
internal sealed class HttpRangeStream : Stream
{
    private const int WindowBytes = 2 << 20;
    private readonly Func<long, int, CancellationToken, Task<byte[]>> _read;
    private readonly Action<int> _received;
    private byte[] _window = [];
    private long _start;

    /// <param name="length">The length of the file.</param>
    /// <param name="read">Downloads a range, given its start and length.</param>
    /// <param name="received">Called with the number of received bytes.</param>
    private HttpRangeStream(long length, Func<long, int, CancellationToken, Task<byte[]>> read, Action<int> received) =>
        (Length, _read, _received) = (length, read, received);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position { get; set; }

    /// <summary>Opens a file. Downloads the whole file into a folder when the server does not support ranges.</summary>
    public static async Task<Stream> OpenAsync(RegistryClient http, Uri url, AuthenticationHeaderValue? credentials, string folder, PackageDownloadProgress progress, CancellationToken cancellationToken)
    {
        using var first = await http.SendAsync(url, credentials, new RangeHeaderValue(0, 0), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (first.StatusCode == HttpStatusCode.PartialContent && first.Content.Headers.ContentRange is { Length: { } length })
        {
            return new HttpRangeStream(length, (start, count, token) => http.ReadAsync(url, credentials, start, count, token), progress.Add);
        }

        var temporary = new FileStream(Path.Combine(folder, ".archive"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        try
        {
            progress.Start(first.Content.Headers.ContentLength ?? 0);
            await RegistryClient.CopyAsync(first, temporary, progress.Add, cancellationToken).ConfigureAwait(false);
            temporary.Position = 0;
            return temporary;
        }
        catch
        {
            await temporary.DisposeAsync().ConfigureAwait(false);
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
            // Near the end, read a full window that ends at the end of the file: a zip reader starts with the directory there.
            _start = Math.Min(Position, Math.Max(0, Length - WindowBytes));
            _window = await _read(_start, (int)Math.Min(WindowBytes, Length - _start), cancellationToken).ConfigureAwait(false);
            _received(_window.Length);
        }

        return CopyFromWindow(buffer.Span);
    }

    private int CopyFromWindow(Span<byte> buffer)
    {
        var offset = (int)(Position - _start);
        var count = Math.Min(buffer.Length, _window.Length - offset);
        _window.AsSpan(offset, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Reads from the current window only. The zip reader uses synchronous reads only for the directory, which lies in the last window.</summary>
    public override int Read(byte[] buffer, int offset, int count) => Position >= Length ? 0 : Position >= _start && Position < _start + _window.Length
        ? CopyFromWindow(buffer.AsSpan(offset, count))
        : throw new InvalidDataException($"the directory of the archive is larger than {WindowBytes >> 20} MiB");

    public override long Seek(long offset, SeekOrigin origin)
    {
        var position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => Length + offset,
        };
        return Position = position >= 0 ? position : throw new IOException("the position is before the start of the file");
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
