using System.Globalization;
using System.Runtime.CompilerServices;

namespace Reelmill.Pipelines.Reports.Html;

/// <summary>Takes an interpolated string apart: literals are markup, holes are data and are encoded.</summary>
[InterpolatedStringHandler]
internal readonly struct MarkupHandler
{
    private readonly Markup _markup;

    public MarkupHandler(int literalLength, int formattedCount, Markup markup) => _markup = markup;

    public void AppendLiteral(string markup) => _markup.AddRaw(markup);

    public void AppendFormatted(string? text) => _markup.AddRaw(HostileText.Encode(text ?? string.Empty));

    public void AppendFormatted(Markup? markup)
    {
        if (markup is not null)
        {
            _markup.Add(markup);
        }
    }

    /// <summary>A count, with its thousands apart.</summary>
    public void AppendFormatted(long number) => _markup.AddRaw(number.ToString("N0", CultureInfo.InvariantCulture));

    /// <summary>A coordinate: at most two decimals and never an exponent.</summary>
    public void AppendFormatted(double number) => _markup.AddRaw(number.ToString("0.##", CultureInfo.InvariantCulture));
}
