using System.Security.Cryptography;
using System.Text;

namespace Reelmill.Media.Fetching;

/// <summary>Computes the id of a source, usable as a file name: half of its SHA-256, in 32 hexadecimal digits.</summary>
internal static class SourceId
{
    public const int Length = 32;

    public static string Compute(string source) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, Length / 2));
}
