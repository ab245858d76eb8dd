using System.Security.Cryptography;
using Reelmill.Core;

namespace Reelmill.Library.Artifacts.Disk;

/// <summary>Writes the bytes of new files.</summary>
internal static class DurableFile
{
    /// <summary>Writes a file that does not exist and starts its way to the disk; <see cref="NativeFile.Flush"/> ends it.</summary>
    /// <returns>The SHA-256 of the bytes, in lower-case hexadecimal.</returns>
    public static async Task<string> WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        try
        {
            await RandomAccess.WriteAsync(handle, bytes, fileOffset: 0, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            CleanUp.Remove(path);
            throw;
        }

        NativeFile.StartFlush(handle);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
    }
}
