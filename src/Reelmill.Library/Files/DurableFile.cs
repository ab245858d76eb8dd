using System.Security.Cryptography;
using Reelmill.Core;

namespace Reelmill.Library.Files;

/// <summary>Writes new files and starts their write-back.</summary>
internal static class DurableFile
{
    /// <summary>Writes a file that does not exist and starts its write-back; <see cref="NativeFile.Flush"/> completes it.</summary>
    /// <returns>The SHA-256 of the content, in lower-case hexadecimal.</returns>
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
