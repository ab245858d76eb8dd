using Reelmill.Core.Files;
using Reelmill.Media.Fetching.Lists;
using Reelmill.Media.Formats.Playlists;

namespace Reelmill.Media.Hls.Checking.Reading;

/// <summary>Reads a stream from a folder that neither <c>..</c> nor a symbolic link can leave.</summary>
/// <param name="folder">The folder of the stream.</param>
internal sealed class LocalFiles(string folder) : StreamFiles
{
    private const int MaxKeyFiles = 100_000;
    private readonly string _root = Path.TrimEndingDirectorySeparator(RealPath.Of(folder));

    public override async Task<FileContent> ReadAsync(Uri address, ByteRange? range, int maxBytes, CancellationToken cancellationToken)
    {
        var path = ResolvePath(address);
        try
        {
            var length = new FileInfo(path).Length;
            if (length == 0)
            {
                throw Missing($"the file is empty", "create the stream again");
            }

            var part = range ?? new ByteRange(length, 0);
            FileContent.RequireInside(part, length);
            if (part.Length > maxBytes)
            {
                throw TooLarge(maxBytes);
            }

            var bytes = new byte[part.Length];
            using var file = RegularFile.Open(path);
            for (var read = 0; read < bytes.Length;)
            {
                var more = await RandomAccess.ReadAsync(file, bytes.AsMemory(read), part.Offset + read, cancellationToken).ConfigureAwait(false);
                read += more > 0 ? more : throw Missing($"the file was truncated during the read", "check again when no process writes to it");
            }

            return new FileContent(bytes, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Missing($"the file cannot be read ({e.Message})", "check the disk and the file permissions");
        }
    }

    public override string GetDisplayName(Uri address) => address.IsFile && Uri.UnescapeDataString(address.AbsolutePath) is var path && IsInside(path)
        ? Path.GetRelativePath(_root, path)
        : address.OriginalString;

    public override bool IsPublished(Uri address) =>
        address.IsFile && Uri.UnescapeDataString(address.AbsolutePath) is var path && IsInside(path) && RegularFile.Exists(path);

    public override IEnumerable<string> FindKeyFiles() =>
        Directory.EnumerateFiles(_root, "*.key", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Take(MaxKeyFiles)
            .Select(path => Path.GetRelativePath(_root, path))
            .Order(StringComparer.Ordinal);

    private bool IsInside(string path) => path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private string ResolvePath(Uri address)
    {
        if (!address.IsFile || address.Host.Length > 0)
        {
            throw Missing($"the file is at {address.Scheme}://{address.Host}, and a stream in a folder is checked without network access", "check the stream by its URL");
        }

        var path = Uri.UnescapeDataString(address.AbsolutePath);
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw Missing($"the file name contains a NUL character", "fix its URI");
        }

        path = Path.GetFullPath(path);
        if (!IsInside(path))
        {
            throw Missing($"the file is outside the stream's folder, where nothing is read", "move it inside, or check from a folder that contains all files");
        }

        if (RegularFile.FaultOf(path) is { } fault)
        {
            throw Missing($"{fault.Text}", "create the file, or remove it from the playlist");
        }

        var real = RealPath.Of(path);
        return IsInside(real) ? real : throw Missing($"the file is a link out of the stream's folder, where nothing is read", "copy the file inside");
    }
}
