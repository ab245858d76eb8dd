using System.Security.Cryptography;
using Reelmill.Core.Files;

namespace Reelmill.Vision.Models;

/// <summary>Reads, verifies and writes model files.</summary>
internal static class ModelFile
{
    /// <summary>Computes the SHA-256 of bytes in lower-case hexadecimal.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="ModelException"><c>model_missing</c>: the file cannot be read.</exception>
    public static byte[] Read(string action, string path)
    {
        try
        {
            return RegularFile.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException("model_missing", $"{action}: {path} cannot be read. {e.Message}", e);
        }
    }

    /// <summary>Throws unless the bytes match the hash of the model and reference no external data.</summary>
    public static void Check(ModelEntry entry, string path, ReadOnlySpan<byte> bytes)
    {
        var hash = Hash(bytes);
        if (!string.Equals(hash, entry.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelException(
                "model_changed", $"The model {entry.Name} cannot be used: {path} has the SHA-256 {hash} instead of {entry.Sha256}. Download the file again, or add it under another name.");
        }

        CheckSelfContained($"The model {entry.Name} cannot be used: {path}", bytes);
    }

    /// <summary>Throws when bytes are not a valid ONNX file, or reference external data.</summary>
    public static void CheckSelfContained(string prefix, ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (ExternalData.IsReferencedBy(bytes))
            {
                throw new ModelException("model_unsafe", $"{prefix} loads data from other files, which can be anywhere on the disk. Save the model as a single file.");
            }
        }
        catch (FormatException e)
        {
            throw new ModelException("model_unsuited", $"{prefix} is not a valid ONNX file: {e.Message}", e);
        }
    }

    /// <summary>Writes a file atomically: a reader sees either the old or the new content.</summary>
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
