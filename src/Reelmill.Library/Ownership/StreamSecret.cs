using System.Security.Cryptography;
using Reelmill.Library.Artifacts.Disk;

namespace Reelmill.Library.Ownership;

/// <summary>The secret from which the keys of a library's encrypted streams are made: a file that only its owner may read.</summary>
public static class StreamSecret
{
    private const int Bytes = 32;

    /// <summary>Reads the secret of a library.</summary>
    /// <param name="folder">The library's folder.</param>
    /// <returns>32 bytes; null when there is none.</returns>
    /// <exception cref="LibraryException"><c>library_damaged</c>: the file is not what was written.</exception>
    public static byte[]? Read(string folder)
    {
        var path = PathIn(folder);
        if (NativeFile.KindOf(path) != PathKind.File)
        {
            return null;
        }

        var text = DiskArtifactStore.Guard("Reading", path, () => File.ReadAllText(path)).Trim();
        return text.Length == Bytes * 2 && text.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(text)
            : throw new LibraryException("library_damaged", $"Reading {path}: it does not hold the secret of the streams' keys. Move it away and run 'reelmill repair --library {folder} --keys FILE' with a file from 'reelmill export --format keys'.");
    }

    /// <summary>Makes a secret and keeps it; it is durable when the call returns.</summary>
    /// <param name="folder">The library's folder.</param>
    public static byte[] Make(string folder)
    {
        var secret = RandomNumberGenerator.GetBytes(Bytes);
        Write(folder, secret);
        return secret;
    }

    /// <summary>Keeps a secret that was made before.</summary>
    /// <param name="folder">The library's folder.</param>
    /// <param name="secret">32 bytes.</param>
    public static void Write(string folder, byte[] secret) => PrivateFile.Write(PathIn(folder), $"{Convert.ToHexStringLower(secret)}\n");

    private static string PathIn(string folder) => Path.Combine(folder, LibraryLayout.KeySecret);
}
