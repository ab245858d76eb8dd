using System.Security.Cryptography;
using System.Text;
using Reelmill.Pipelines.Reports.Html;

namespace Reelmill.Pipelines.Reports.Sections;

/// <summary>What is around the content: the head with its style, and the end.</summary>
internal static class Page
{
    private static readonly string Style = ReadStyle();

    /// <summary>Nothing may run and nothing may be loaded; the one style is named by its hash.</summary>
    private static readonly string Policy =
        $"default-src 'none'; img-src data:; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'";

    public static void Begin(Markup page, string folder)
    {
        page.Add($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>{NameOf(folder)} · Reelmill report</title>
            <style>
            """);
        page.AddRaw(Style);
        page.Add($"""
            </style>
            </head>
            <body>

            """);
    }

    public static void End(Markup page, string command = "report") => page.Add($"""
        </main>
        <footer>Written by <code>reelmill {command}</code>. The page is complete in itself: no script, no network.</footer>
        </body>
        </html>

        """);

    /// <summary>The name of a library: that of its folder.</summary>
    public static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)) is { Length: > 0 } name ? name : folder;

    private static string ReadStyle()
    {
        using var reader = new StreamReader(typeof(Page).Assembly.GetManifestResourceStream("Reelmill.Pipelines.Reports.report.css")!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
