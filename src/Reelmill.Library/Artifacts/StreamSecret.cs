using System.Security.Cryptography;
using Reelmill.Library.Files;

namespace Reelmill.Library.Artifacts;

/// <summary>The secret from which a library derives the keys of encrypted streams, in a file that only its owner may read.</summary>
public static class StreamSecret
{
    private const int Bytes = 32;

    /// <summary>Reads the secret of a library.</summary>
    /// <param name="folder">The library's folder.</param>
    /// <returns>32 bytes; null when the library has no secret.</returns>
    /// <exception cref="LibraryException"><c>library_damaged</c>: the file does not contain a secret.</exception>
    public static byte[]? Read(string folder)
    {
        var path = GetPath(folder);
        if (NativeFile.GetKind(path) != PathKind.File)
        {
            return null;
        }

        var text = DiskErrors.Guard("Reading", path, () => File.ReadAllText(path)).Trim();
        return text.Length == Bytes * 2 && text.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(text)
            : throw new LibraryException("library_damaged", $"Reading {path}: the file does not contain the secret of the stream keys. Move the file away and run 'reelmill repair --library {folder} --keys FILE' with a backup from 'reelmill export --format keys'.");
    }

    /// <summary>Generates and writes a new secret. The file is durable when the call returns.</summary>
    /// <param name="folder">The library's folder.</param>
    public static byte[] Create(string folder)
    {
        var secret = RandomNumberGenerator.GetBytes(Bytes);
        Write(folder, secret);
        return secret;
    }

    /// <summary>Writes a secret that was created before.</summary>
    /// <param name="folder">The library's folder.</param>
    /// <param name="secret">32 bytes.</param>
    public static void Write(string folder, byte[] secret) => PrivateFile.Write(GetPath(folder), $"{Convert.ToHexStringLower(secret)}\n");

    private static string GetPath(string folder) => Path.Combine(folder, LibraryLayout.KeySecret);
}
