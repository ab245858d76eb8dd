using Reelmill.Core.Files;
using Reelmill.Media.Fetching.Lists;
using Reelmill.Media.Formats.Playlists;

namespace Reelmill.Media.Hls.Checking.Reading;

/// <summary>Reads a stream from a folder, which neither <c>..</c> nor a link leads out of.</summary>
/// <param name="folder">The folder.</param>
internal sealed class LocalFiles(string folder) : StreamFiles
{
    private const int MostListed = 100_000;
    private readonly string _root = Path.TrimEndingDirectorySeparator(RealPath.Resolve(folder));

    public override async Task<FileContent> ReadAsync(Uri address, ByteRange? range, int mostBytes, CancellationToken cancellationToken)
    {
        var path = PathOf(address);
        try
        {
            var length = new FileInfo(path).Length;
            if (length == 0)
            {
                throw Missing($"it is empty", "make the stream again");
            }

            var part = range ?? new ByteRange(length, 0);
            FileContent.RequireInside(part, length);
            if (part.Length > mostBytes)
            {
                throw TooLarge(mostBytes);
            }

            var bytes = new byte[part.Length];
            using var file = RegularFile.Open(path);
            for (var read = 0; read < bytes.Length;)
            {
                var more = await RandomAccess.ReadAsync(file, bytes.AsMemory(read), part.Offset + read, cancellationToken).ConfigureAwait(false);
                read += more > 0 ? more : throw Missing($"it was cut while it was read", "check again when nothing writes to it");
            }

            return new FileContent(bytes, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Missing($"it cannot be read ({e.Message})", "check the disk and the rights");
        }
    }

    public override string NameOf(Uri address) => address.IsFile && Uri.UnescapeDataString(address.AbsolutePath) is var path && IsInside(path)
        ? Path.GetRelativePath(_root, path)
        : address.OriginalString;

    public override bool IsBesides(Uri address) =>
        address.IsFile && Uri.UnescapeDataString(address.AbsolutePath) is var path && IsInside(path) && RegularFile.Exists(path);

    public override IEnumerable<string> LooseKeys() =>
        Directory.EnumerateFiles(_root, "*.key", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Take(MostListed)
            .Select(path => Path.GetRelativePath(_root, path))
            .Order(StringComparer.Ordinal);

    private bool IsInside(string path) => path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private string PathOf(Uri address)
    {
        if (!address.IsFile || address.Host.Length > 0)
        {
            throw Missing($"it is at {address.Scheme}://{address.Host}, and a stream in a folder is checked without the network", "check it by its URL");
        }

        var path = Uri.UnescapeDataString(address.AbsolutePath);
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw Missing($"its name has a NUL character, which no file has", "write its URI again");
        }

        path = Path.GetFullPath(path);
        if (!IsInside(path))
        {
            throw Missing($"it lies outside the stream's folder, where nothing is read", "move it inside, or check from the folder that holds all");
        }

        if (RegularFile.FindFault(path) is { } fault)
        {
            throw Missing($"{fault.Text}", "make it, or take it out of the playlist");
        }

        var real = RealPath.Resolve(path);
        return IsInside(real) ? real : throw Missing($"it is a link that leads out of the stream's folder, where nothing is read", "copy the file inside");
    }
}
