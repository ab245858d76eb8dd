using System.Security.Cryptography;
using System.Text;

namespace Reelmill.Media.Fetching;

/// <summary>The name of a source that is fit for a file: half of its SHA-256, in 32 hexadecimal digits.</summary>
internal static class SourceId
{
    public const int Length = 32;

    public static string Of(string source) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, Length / 2));
}
