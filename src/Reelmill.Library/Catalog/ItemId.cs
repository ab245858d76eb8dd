using System.Security.Cryptography;
using System.Text;

namespace Reelmill.Library.Catalog;

/// <summary>Computes item ids from pipeline and source, so that the same input is the same item in every run.</summary>
public static class ItemId
{
    /// <summary>Computes the id of the item of one pipeline and one source.</summary>
    /// <param name="pipeline">The pipeline's name, such as <c>mine</c>.</param>
    /// <param name="source">The full path or URL.</param>
    /// <returns>The first 16 lower-case hexadecimal digits of the SHA-256 of both, joined by a line feed.</returns>
    public static string Compute(string pipeline, string source)
    {
        ArgumentException.ThrowIfNullOrEmpty(pipeline);
        ArgumentException.ThrowIfNullOrEmpty(source);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{pipeline}\n{source}"));
        return Convert.ToHexStringLower(hash, 0, 8);
    }
}
