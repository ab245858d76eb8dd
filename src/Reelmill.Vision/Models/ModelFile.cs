using System.Security.Cryptography;
using Reelmill.Core.Files;

namespace Reelmill.Vision.Models;

/// <summary>Checks and places the files of models.</summary>
internal static class ModelFile
{
    /// <summary>The SHA-256 of bytes in lower-case hexadecimal.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="ModelException"><c>model_missing</c>: it cannot be read.</exception>
    public static byte[] Read(string doing, string path)
    {
        try
        {
            return RegularFile.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException("model_missing", $"{doing}: {path} cannot be read. {e.Message}", e);
        }
    }

    /// <summary>Throws unless the bytes are those of the model, and hold all of it.</summary>
    public static void Check(ModelEntry entry, string path, ReadOnlySpan<byte> bytes)
    {
        var hash = Hash(bytes);
        if (!string.Equals(hash, entry.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelException(
                "model_changed", $"The model {entry.Name} is not run: {path} has the SHA-256 {hash}, not {entry.Sha256}. Get the file again, or add this one under another name.");
        }

        CheckWhole($"The model {entry.Name} is not run: {path}", bytes);
    }

    /// <summary>Throws when bytes are no ONNX file, or need another file.</summary>
    public static void CheckWhole(string doing, ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (ExternalData.IsIn(bytes))
            {
                throw new ModelException("model_unsafe", $"{doing} takes data from other files, which could be any on the disk. Save it as one file.");
            }
        }
        catch (FormatException e)
        {
            throw new ModelException("model_unsuited", $"{doing} is no ONNX file: {e.Message}", e);
        }
    }

    /// <summary>Writes a whole file: a reader sees all of it or none.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
