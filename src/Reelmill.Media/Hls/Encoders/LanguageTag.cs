using System.Collections.Frozen;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>
/// Converts the language of a container, mostly ISO 639-2, to an RFC 5646 tag, with the two letters of ISO 639-1 where
/// they exist.
/// </summary>
internal static class LanguageTag
{
    private const string Unknown = "und";

    /// <summary>The most common languages of video; any other keeps its three letters, which players accept too.</summary>
    private static readonly FrozenDictionary<string, string> TwoLetters = (
        "afr af,alb sq,amh am,ara ar,arm hy,aze az,baq eu,bel be,ben bn,bos bs,bul bg,bur my,cat ca,ces cs,chi zh,cym cy,cze cs,dan da," +
        "deu de,dut nl,ell el,eng en,est et,eus eu,fao fo,fas fa,fin fi,fra fr,fre fr,fry fy,geo ka,ger de,gla gd,gle ga,glg gl,gre el," +
        "guj gu,hau ha,heb he,hin hi,hrv hr,hun hu,hye hy,ibo ig,ice is,ind id,isl is,ita it,jav jv,jpn ja,kan kn,kat ka,kaz kk,khm km," +
        "kir ky,kor ko,kur ku,lao lo,lat la,lav lv,lit lt,ltz lb,mac mk,mal ml,mao mi,mar mr,may ms,mkd mk,mlt mt,mon mn,mri mi,msa ms," +
        "mya my,nep ne,nld nl,nno nn,nob nb,nor no,oci oc,ori or,pan pa,per fa,pol pl,por pt,pus ps,roh rm,ron ro,rum ro,rus ru,san sa," +
        "sin si,slk sk,slo sk,slv sl,som so,spa es,sqi sq,srp sr,sun su,swa sw,swe sv,tam ta,tat tt,tel te,tgk tg,tgl tl,tha th,tib bo," +
        "tuk tk,tur tr,uig ug,ukr uk,urd ur,uzb uz,vie vi,wel cy,wol wo,xho xh,yid yi,yor yo,zho zh,zul zu")
        .Split(',')
        .ToFrozenDictionary(static pair => pair[..3], static pair => pair[4..], StringComparer.Ordinal);

    /// <summary>Converts a language; text that cannot be a tag becomes <c>und</c>.</summary>
    public static string FromContainer(string? language)
    {
        var text = language?.ToLowerInvariant() ?? Unknown;
        if (TwoLetters.TryGetValue(text, out var two))
        {
            return two;
        }

        return text.Length is >= 2 and <= 35 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-') ? text : Unknown;
    }
}
