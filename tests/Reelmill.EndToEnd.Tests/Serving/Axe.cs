using System.Text.Json;
using Microsoft.Playwright;
using Reelmill.Testing.Commands;

namespace Reelmill.EndToEnd.Tests.Serving;

/// <summary>axe-core on a page: what keeps somebody from using it who does not see it or has no mouse.</summary>
internal static class Axe
{
    private static readonly string Script = Path.Combine(Repository.Root, "web", "node_modules", "axe-core", "axe.min.js");

    /// <summary>Skips the test where axe-core is not installed.</summary>
    public static void Require() => Assert.SkipUnless(File.Exists(Script), "axe-core is not installed: 'npm install' in web/ installs it");

    /// <summary>Makes it ready on every document that the page opens from now on.</summary>
    public static Task AddAsync(IPage page) => page.AddInitScriptAsync(scriptPath: Script);

    /// <summary>Gives what is serious or critical on the document that is open.</summary>
    public static async Task<IEnumerable<string>> FindAsync(IPage page)
    {
        var violations = await page.EvaluateAsync<JsonElement>("async () => (await axe.run(document, { resultTypes: ['violations'] })).violations");
        return violations.EnumerateArray().Where(static v => v.Text("impact") is "serious" or "critical")
            .SelectMany(static v => v.GetProperty("nodes").EnumerateArray().Select(n => $"{v.Text("id")} {n.Text("html")}"));
    }
}
