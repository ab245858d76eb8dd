using Reelmill.Core;
using Reelmill.Library.Vectors;

namespace Reelmill.Library.Tests.Vectors;

public sealed class VectorFilterTests
{
    [Theory]
    [InlineData("", "a condition is missing")]
    [InlineData("  ", "a condition is missing")]
    [InlineData("label=cat and ", "a condition is missing")]
    [InlineData("=cat", "there is no name")]
    [InlineData("label", "none of = != < <= > >=")]
    [InlineData("label~cat", "none of = != < <= > >=")]
    [InlineData("label=", "the value is missing")]
    [InlineData("label= and size>1", "the value is missing")]
    [InlineData("label=\"cat", "a quote is not closed")]
    [InlineData("label=\"cat\" x", "there is no ' and '")]
    [InlineData("timeMs>=soon", "needs a whole number of milliseconds")]
    [InlineData("timeMs=1*", "needs a whole number of milliseconds")]
    [InlineData("source>a", "is a text")]
    [InlineData("score>high", "needs a number")]
    public void An_invalid_filter_is_refused_with_the_reason(string text, string reason)
    {
        var error = Should.Throw<PipelineException>(() => VectorFilter.Parse(text));

        error.Code.ShouldBe("bad_filter");
        error.Message.ShouldContain(reason);
    }

    [Theory]
    [InlineData("source=A.jpg", false)]
    [InlineData("SOURCE=a.jpg", true)]
    [InlineData("source = a.jpg", true)]
    [InlineData("source=\"a.jpg\"", true)]
    [InlineData("source=*", true)]
    [InlineData("source=a*a.jpg", false)]
    [InlineData("source=*a*.*g*", true)]
    [InlineData("timems=1500 AND label=\"x and y\"", true)]
    [InlineData("label=x and label!=y", false)]
    [InlineData("label=x*y  and  band=and", true)]
    [InlineData("empty=\"\"", true)]
    [InlineData("size>=-2.5", true)]
    [InlineData("size<-2.5", false)]
    [InlineData("none!=x and timeMs<1501", true)]
    public void A_filter_matches_records_that_meet_its_conditions(string text, bool matches)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["label"] = "x and y", ["band"] = "and", ["empty"] = "", ["size"] = "-2.5" };

        VectorFilter.Parse(text).Matches(new VectorMetadata("a.jpg", 1500, Fields: fields)).ShouldBe(matches);
        VectorFilter.Parse(text).ToString().ShouldBe(text);
    }
}
