using System.Globalization;
using System.Text;

namespace Reelmill.Library.Vectors.PgVector;

/// <summary>Vectors as PostgreSQL reads them.</summary>
internal static class PgText
{
    private const int CharsForNumber = 12;

    /// <summary>A vector for pgvector: <c>[0.5,0.25]</c>, with as many digits as give the same number again.</summary>
    public static string Of(ReadOnlySpan<float> vector)
    {
        var text = new StringBuilder(vector.Length * CharsForNumber);
        text.Append('[');
        foreach (var number in vector)
        {
            text.Append(CultureInfo.InvariantCulture, $"{number},");
        }

        text[^1] = ']';
        return text.ToString();
    }

    /// <summary>Reads what <see cref="Of"/> writes.</summary>
    public static float[] Read(string text) => Array.ConvertAll(text.Trim('[', ']').Split(','), static n => float.Parse(n, CultureInfo.InvariantCulture));
}
